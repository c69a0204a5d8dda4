import type { QueuedEmail } from '@hubflow/api/client'
import { Button, Group, Paper, Text } from '@mantine/core'
import { IconBan, IconRefresh } from '@tabler/icons-react'
import { plural } from '../../format/words.ts'
import { actionOf, useChangeEmails } from './use-change-emails.ts'

const BUTTONS = [
  { action: 'retry', verb: 'Retry', Icon: IconRefresh },
  { action: 'cancel', verb: 'Cancel', Icon: IconBan },
] as const

/** What can be done to the chosen mails. */
export function EmailBulkBar({ emails, onClear }: { emails: QueuedEmail[]; onClear(): void }) {
  const { mutate, isPending } = useChangeEmails(onClear)
  if (emails.length === 0) return null
  const meant = (action: 'retry' | 'cancel') => emails.filter((email) => actionOf(email) === action).map(({ id }) => id)
  return (
    <Paper px="sm" py={6} mb="sm" role="toolbar" aria-label="Chosen mails">
      <Group gap="xs">
        <Text size="sm" fw={600} mr="xs">
          {plural(emails.length, 'mail')} chosen
        </Text>
        {BUTTONS.map(({ action, verb, Icon }) => {
          const ids = meant(action)
          if (ids.length === 0) return null
          return (
            <Button
              key={action}
              size="compact-sm"
              variant="default"
              leftSection={<Icon size={15} />}
              loading={isPending}
              onClick={() => mutate({ action, ids })}
            >
              {verb} {ids.length}
            </Button>
          )
        })}
        {emails.every((email) => actionOf(email) === null) && (
          <Text size="sm" c="dimmed">
            Only what failed can be retried, and only what is pending cancelled.
          </Text>
        )}
        <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClear}>
          Choose none
        </Button>
      </Group>
    </Paper>
  )
}
