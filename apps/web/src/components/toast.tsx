import { notifications } from '@mantine/notifications'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import type { ReactNode } from 'react'

const CLOSABLE = { closeButtonProps: { 'aria-label': 'Close' } }

/** Tells in passing that something was done. */
export function showDone(title: string, message: ReactNode = null): void {
  notifications.show({ ...CLOSABLE, title, message, color: 'green', icon: <IconCheck size={16} /> })
}

/** Tells of something that was done and wants attention; stays until it is closed. */
export function showWarning(title: string, message: (close: () => void) => ReactNode): void {
  const id: string = notifications.show({
    ...CLOSABLE,
    title,
    message: message(() => notifications.hide(id)),
    color: 'orange',
    icon: <IconAlertTriangle size={16} />,
    autoClose: false,
  })
}

/** Tells that something was not done, and why; stays until it is closed. */
export function showFailure(title: string, error: unknown): void {
  const message = error instanceof Error ? error.message : String(error)
  notifications.show({
    ...CLOSABLE,
    title,
    message,
    color: 'red',
    icon: <IconAlertTriangle size={16} />,
    autoClose: false,
  })
}
