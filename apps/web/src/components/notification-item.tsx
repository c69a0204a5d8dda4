import type { Notification } from '@hubflow/api/client'
import { Anchor, Box, Button, Group, Text } from '@mantine/core'
import { TextLink } from './links.tsx'
import classes from './notification-item.module.css'
import { RelativeTime } from './relative-time.tsx'
import { useMarkRead } from './use-mark-read.ts'

interface NotificationItemProps {
  notification: Notification
  /** Someone followed one of its links. */
  onOpen?: () => void
  compact?: boolean
}

export function NotificationItem({ notification, onOpen, compact = false }: NotificationItemProps) {
  const { id, title, message, link, runId, subject, readAt, createdAt } = notification
  const markRead = useMarkRead()
  const unread = readAt === null

  function opened(): void {
    if (unread) markRead.mutate([id])
    onOpen?.()
  }

  return (
    <Box className={classes.item} data-unread={unread || undefined}>
      <Group justify="space-between" wrap="nowrap" align="flex-start" gap="sm">
        <Text size="sm" fw={unread ? 650 : 500}>
          {unread && <span className={classes.dot} role="img" aria-label="Unread" />}
          {title}
        </Text>
        <Text size="xs" c="dimmed" className={classes.time}>
          <RelativeTime time={createdAt} />
        </Text>
      </Group>
      <Text size="sm" c="dimmed" {...(compact ? { lineClamp: 2 } : {})}>
        {message}
      </Text>
      <Group gap="sm" mt={4}>
        {link && link !== `/runs/${runId}` && <FollowLink link={link} onOpen={opened} />}
        {runId && (
          <TextLink to="/runs/$runId" params={{ runId }} size="xs" onClick={opened}>
            Show the run
          </TextLink>
        )}
        {subject && (
          <TextLink
            to="/records/$table"
            params={{ table: subject.table }}
            search={{ record: subject.id }}
            size="xs"
            onClick={opened}
          >
            Show the record
          </TextLink>
        )}
        {unread && (
          <Button variant="subtle" size="compact-xs" color="gray" onClick={() => markRead.mutate([id])}>
            Mark as read
          </Button>
        )}
      </Group>
    </Box>
  )
}

/** A page of ours opens in place; anything else in its own tab, without telling it where one came from. */
function FollowLink({ link, onOpen }: { link: string; onOpen(): void }) {
  if (link.startsWith('/') && !link.startsWith('//')) {
    return (
      <TextLink to={link} size="xs" onClick={onOpen}>
        Open
      </TextLink>
    )
  }
  if (!/^https?:\/\//.test(link)) return null
  return (
    <Anchor href={link} target="_blank" rel="noreferrer noopener" size="xs" onClick={onOpen}>
      Open the link
    </Anchor>
  )
}
