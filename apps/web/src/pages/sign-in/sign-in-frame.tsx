import { Box, Paper, Stack, Text, Title } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import type { FormEvent, ReactNode } from 'react'
import { Logo } from '../../layout/logo.tsx'
import classes from './sign-in-frame.module.css'

interface SignInFrameProps {
  title: string
  description: string
  onSubmit?: () => void
  children: ReactNode
}

/** The card that sign-in and its neighbours share. */
export function SignInFrame({ title, description, onSubmit, children }: SignInFrameProps) {
  useDocumentTitle(`${title} · Hubflow`)

  function submit(event: FormEvent): void {
    event.preventDefault()
    onSubmit?.()
  }

  return (
    <main className={classes.ground}>
      <Box w="100%" maw={392}>
        <div className={classes.brand}>
          <Logo size={34} />
          <span>Hubflow</span>
        </div>
        <Paper p={28} radius="lg" shadow="sm">
          <Title order={1} size="h2">
            {title}
          </Title>
          <Text c="dimmed" size="sm" mt={2} mb="md">
            {description}
          </Text>
          <form onSubmit={submit}>
            <Stack gap="sm">{children}</Stack>
          </form>
        </Paper>
        <Text c="dimmed" size="xs" ta="center" mt="md">
          Workflow automation for the Training Hub
        </Text>
      </Box>
    </main>
  )
}
