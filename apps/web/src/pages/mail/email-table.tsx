import type { QueuedEmail } from '@hubflow/api/client'
import { Anchor, Badge, Checkbox, Paper, Table, Text } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'

interface EmailTableProps {
  emails: QueuedEmail[]
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
  onOpen(id: string): void
}

export function EmailTable({ emails, chosen, onChoose, onOpen }: EmailTableProps) {
  const all = emails.every(({ id }) => chosen.has(id))
  return (
    <Paper>
      <Table.ScrollContainer minWidth={720} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <Checkbox
                  aria-label="Choose all that are listed"
                  checked={all}
                  indeterminate={!all && emails.some(({ id }) => chosen.has(id))}
                  onChange={() => onChoose(new Set(all ? [] : emails.map(({ id }) => id)))}
                />
              </Table.Th>
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
                <Table.Td>
                  <Checkbox
                    aria-label={`Choose “${email.subject}” to ${email.to}`}
                    checked={chosen.has(email.id)}
                    onChange={() => onChoose(withOther(chosen, email.id))}
                  />
                </Table.Td>
                <Table.Td maw={320}>
                  <Anchor
                    component="button"
                    type="button"
                    size="sm"
                    fw={600}
                    ta="left"
                    onClick={() => onOpen(email.id)}
                  >
                    {email.subject}
                  </Anchor>
                  {email.isTest && (
                    <Badge size="xs" variant="default" ml={6}>
                      Test
                    </Badge>
                  )}
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
                      {email.isTest ? 'A test of a template' : 'The hub itself'}
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

function withOther(chosen: ReadonlySet<string>, id: string): ReadonlySet<string> {
  return new Set(chosen.has(id) ? [...chosen].filter((other) => other !== id) : [...chosen, id])
}
