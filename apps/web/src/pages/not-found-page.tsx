import { Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { IconMapQuestion } from '@tabler/icons-react'
import { EmptyState } from '../components/empty-state.tsx'
import { ButtonLink } from '../components/links.tsx'

export function NotFoundPage() {
  useDocumentTitle('Not found · Hubflow')
  return (
    <EmptyState
      icon={<IconMapQuestion size={26} />}
      title={
        <Title order={1} size="h3">
          There is nothing here
        </Title>
      }
      action={<ButtonLink to="/">Go to the start page</ButtonLink>}
    >
      The address is wrong, what it led to was deleted, or you may not see it.
    </EmptyState>
  )
}
