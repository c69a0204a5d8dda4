import type { EmailStatus, RunStatus, StepStatus, WorkflowStatus } from '@hubflow/core'
import { Badge, type MantineColor } from '@mantine/core'
import {
  IconAlertTriangle,
  IconArchive,
  IconBan,
  IconCheck,
  IconCircleDashed,
  IconClockPause,
  IconHandStop,
  IconHourglass,
  IconLoader2,
  IconPencil,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerSkipForward,
  type IconProps,
  IconSend,
} from '@tabler/icons-react'
import type { ComponentType } from 'react'
import classes from './status-badge.module.css'

interface Look {
  word: string
  color: MantineColor
  Icon: ComponentType<IconProps>
}

const workflow: Record<WorkflowStatus, Look> = {
  draft: { word: 'Draft', color: 'gray', Icon: IconPencil },
  active: { word: 'Active', color: 'green', Icon: IconPlayerPlay },
  paused: { word: 'Paused', color: 'yellow', Icon: IconPlayerPause },
  archived: { word: 'Archived', color: 'gray', Icon: IconArchive },
}

const step: Record<StepStatus, Look> = {
  pending: { word: 'Pending', color: 'gray', Icon: IconCircleDashed },
  running: { word: 'Running', color: 'hub', Icon: IconLoader2 },
  waiting: { word: 'Waiting', color: 'yellow', Icon: IconHourglass },
  completed: { word: 'Completed', color: 'green', Icon: IconCheck },
  failed: { word: 'Failed', color: 'red', Icon: IconAlertTriangle },
  skipped: { word: 'Skipped', color: 'gray', Icon: IconPlayerSkipForward },
  cancelled: { word: 'Cancelled', color: 'gray', Icon: IconBan },
}

const run: Record<RunStatus, Look> = {
  pending: step.pending,
  running: step.running,
  waiting: step.waiting,
  completed: step.completed,
  failed: step.failed,
  cancelled: step.cancelled,
  held: { word: 'Held', color: 'orange', Icon: IconHandStop },
}

const email: Record<EmailStatus, Look> = {
  pending: { word: 'Pending', color: 'gray', Icon: IconClockPause },
  sending: { word: 'Sending', color: 'hub', Icon: IconLoader2 },
  sent: { word: 'Sent', color: 'green', Icon: IconSend },
  failed: { word: 'Failed', color: 'red', Icon: IconAlertTriangle },
  cancelled: { word: 'Cancelled', color: 'gray', Icon: IconBan },
}

const LOOKS = { workflow, run, step, email }

export type StatusBadgeProps = {
  [Of in keyof typeof LOOKS]: { of: Of; status: keyof (typeof LOOKS)[Of] }
}[keyof typeof LOOKS] & { 'data-testid'?: string; size?: 'sm' | 'md' | 'lg' }

/** A status as icon and word; the colour only repeats them. */
export function StatusBadge({ of, status, size = 'md', ...rest }: StatusBadgeProps) {
  const { word, color, Icon } = lookOf(of, status)
  const moving = Icon === IconLoader2
  return (
    <Badge
      {...rest}
      className={classes.badge}
      color={color}
      data-status={status}
      size={size}
      leftSection={<Icon size={13} stroke={2.2} aria-hidden className={moving ? classes.moving : undefined} />}
    >
      {word}
    </Badge>
  )
}

/** The icon alone, where the word stands beside it anyway. */
export function StepStatusIcon({ status, size = 16 }: { status: StepStatus; size?: number }) {
  const { color, Icon } = step[status]
  return (
    <Icon
      size={size}
      stroke={2.2}
      aria-hidden
      color={`var(--mantine-color-${color}-light-color)`}
      className={Icon === IconLoader2 ? classes.moving : undefined}
    />
  )
}

export function statusWord(of: keyof typeof LOOKS, status: string): string {
  return lookOf(of, status).word
}

function lookOf(of: keyof typeof LOOKS, status: string): Look {
  const looks: Partial<Record<string, Look>> = LOOKS[of]
  return looks[status] ?? { word: status, color: 'gray', Icon: IconCircleDashed }
}
