import { EmptyState as MantineEmptyState } from '@mantine/core'
import type { ReactNode } from 'react'

interface EmptyStateProps {
  icon: ReactNode
  title: ReactNode
  /** What this place is for, in a sentence. */
  children: ReactNode
  /** The next step. */
  action?: ReactNode
  size?: 'sm' | 'md'
}

export function EmptyState({ icon, title, children, action, size = 'md' }: EmptyStateProps) {
  return (
    <MantineEmptyState
      icon={icon}
      title={title}
      description={children}
      variant="light"
      size={size}
      px="md"
      py={size === 'md' ? 48 : 28}
      maw={460}
      mx="auto"
    >
      {action && <MantineEmptyState.Actions>{action}</MantineEmptyState.Actions>}
    </MantineEmptyState>
  )
}
