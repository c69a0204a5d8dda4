import { Button, Group, Paper } from '@mantine/core'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { notificationsQuery } from '../../api/hub-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { NotificationItem } from '../../components/notification-item.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { useMarkRead } from '../../components/use-mark-read.ts'

export function NotificationsPage() {
  const list = useInfiniteQuery(notificationsQuery)
  const markRead = useMarkRead()
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  const unread = list.data?.pages[0]?.unread ?? 0

  return (
    <Page
      title="Notifications"
      description="What workflows wanted you to know."
      actions={
        <Group gap="xs">
          {items.length > 0 && (
            <ButtonLink to="/account" search={{ section: 'notifications' }} variant="subtle">
              Choose what you are told
            </ButtonLink>
          )}
          {unread > 0 && (
            <Button variant="default" loading={markRead.isPending} onClick={() => markRead.mutate(undefined)}>
              Mark all as read
            </Button>
          )}
        </Group>
      }
    >
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton />}
      {list.isSuccess && (
        <Paper maw={900}>
          {items.length === 0 && (
            <EmptyState
              icon={<IconBell size={24} />}
              title="No notifications yet"
              action={
                <ButtonLink to="/account" search={{ section: 'notifications' }} variant="default">
                  Choose what you are told
                </ButtonLink>
              }
            >
              What workflows tell you, and which of yours failed, is shown here. The bell counts what you have not read.
            </EmptyState>
          )}
          {items.map((item) => (
            <NotificationItem key={item.id} notification={item} />
          ))}
          <LoadMore list={list} />
        </Paper>
      )}
    </Page>
  )
}
