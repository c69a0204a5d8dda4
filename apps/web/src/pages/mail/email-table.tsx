import type { QueuedEmail } from '@hubflow/api/client'
import { Anchor, Paper, Table, Text } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'

export function EmailTable({ emails, onOpen }: { emails: QueuedEmail[]; onOpen(id: string): void }) {
  return (
    <Paper>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Subject</Table.Th>
              <Table.Th>To</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Written</Table.Th>
              <Table.Th>From workflow</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {emails.map((email) => (
              <Table.Tr key={email.id}>
                <Table.Td maw={320}>
                  <Anchor
                    component="button"
                    type="button"
                    c="var(--mantine-color-text)"
                    fw={600}
                    ta="left"
                    onClick={() => onOpen(email.id)}
                  >
                    {email.subject}
                  </Anchor>
                  {email.errorMessage && (
                    <Text size="xs" c="dimmed" truncate title={email.errorMessage}>
                      {email.errorMessage}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td maw={240}>
                  <Text size="sm" truncate>
                    {email.toName ?? email.to}
                  </Text>
                  {email.toName && (
                    <Text size="xs" c="dimmed" truncate>
                      {email.to}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <StatusBadge of="email" status={email.status} />
                </Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <RelativeTime time={email.createdAt} />
                </Table.Td>
                <Table.Td maw={220}>
                  {email.runId ? (
                    <TextLink to="/runs/$runId" params={{ runId: email.runId }} size="sm" truncate display="block">
                      {email.workflowName ?? 'Show the run'}
                    </TextLink>
                  ) : (
                    <Text size="sm" c="dimmed">
                      The hub itself
                    </Text>
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
