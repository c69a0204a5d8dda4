import { Button } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconMapQuestion } from '@tabler/icons-react'
import { Link } from '@tanstack/react-router'
import { EmptyState } from '../components/empty-state.tsx'

export function NotFoundPage() {
  useDocumentTitle('Not found · Hubflow')
  return (
    <EmptyState
      icon={<IconMapQuestion size={26} />}
      title="There is nothing here"
      action={
        <Button component={Link} to="/">
          Go to the start page
        </Button>
      }
    >
      The address is wrong, what it led to was deleted, or you may not see it.
    </EmptyState>
  )
}
