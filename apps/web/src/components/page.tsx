import { Box, Group, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { ReactNode } from 'react'
import classes from './page.module.css'

interface PageProps {
  title: string
  /** One line under the title: what this page is for. */
  description?: ReactNode
  /** What one does here most, at the right of the title. */
  actions?: ReactNode
  children: ReactNode
}

export function Page({ title, description, actions, children }: PageProps) {
  useDocumentTitle(`${title} · Hubflow`)
  return (
    <Box className={classes.page}>
      <PageHeader title={title} description={description} actions={actions} />
      {children}
    </Box>
  )
}

function PageHeader({ title, description, actions }: Omit<PageProps, 'children'>) {
  return (
    <Group justify="space-between" align="flex-end" wrap="nowrap" gap="md" mb="md">
      <Box miw={0}>
        <Title order={1}>{title}</Title>
        {description && (
          <Text c="dimmed" size="sm" mt={2}>
            {description}
          </Text>
        )}
      </Box>
      {actions && <Box flex="none">{actions}</Box>}
    </Group>
  )
}
