import { ActionIcon, Box, Button, Group, Indicator, Popover, ScrollArea, Text, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBell } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { notificationsQuery } from '../api/hub-queries.ts'
import { EmptyState } from '../components/empty-state.tsx'
import { ButtonLink } from '../components/links.tsx'
import { NotificationItem } from '../components/notification-item.tsx'
import { useMarkRead } from '../components/use-mark-read.ts'
import { plural } from '../format/words.ts'

/** The latest notifications, and how many are unread, kept true by the live updates. */
export function NotificationsBell() {
  const [open, { toggle, close }] = useDisclosure(false)
  const { data } = useInfiniteQuery(notificationsQuery)
  const markRead = useMarkRead()
  const unread = data?.pages[0]?.unread ?? 0
  const items = data?.pages[0]?.items.slice(0, 8) ?? []
  const label = unread === 0 ? 'Notifications' : `Notifications, ${unread} unread`

  return (
    <Popover opened={open} onDismiss={close} width={380} position="bottom-end" offset={12} shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={unread === 0 ? 'Notifications' : plural(unread, 'unread notification')} disabled={open}>
          <Indicator
            label={unread > 99 ? '99+' : unread}
            disabled={unread === 0}
            size={16}
            offset={{ x: 11, y: 7 }}
            // The number lies over the bell: who presses it means the bell.
            styles={{ indicator: { pointerEvents: 'none' } }}
            color="hub"
            aria-hidden={false}
          >
            <ActionIcon size="lg" aria-label={label} aria-expanded={open} aria-haspopup="dialog" onClick={toggle}>
              <IconBell size={19} stroke={1.8} />
            </ActionIcon>
          </Indicator>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p={0} aria-label="Notifications">
        <Group justify="space-between" px="md" py="xs">
          <Text fw={600} size="sm">
            Notifications
          </Text>
          {unread > 0 && (
            <Button
              variant="subtle"
              size="compact-xs"
              loading={markRead.isPending}
              onClick={() => markRead.mutate(undefined)}
            >
              Mark all as read
            </Button>
          )}
        </Group>
        <ScrollArea.Autosize mah={380} type="auto">
          {items.length === 0 && (
            <EmptyState icon={<IconBell size={22} />} title="No notifications yet" size="sm">
              When a workflow notifies you, it is shown here at once.
            </EmptyState>
          )}
          {items.map((item) => (
            <NotificationItem key={item.id} notification={item} onOpen={close} compact />
          ))}
        </ScrollArea.Autosize>
        <Box p="xs" ta="center">
          <ButtonLink to="/notifications" variant="subtle" size="compact-sm" onClick={close}>
            Show all
          </ButtonLink>
        </Box>
      </Popover.Dropdown>
    </Popover>
  )
}
