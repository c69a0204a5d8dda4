import type { WorkflowListItem } from '@hubflow/api/client'
import { Button, Checkbox, Group, Paper, Table, Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { meQuery } from '../../api/hub-queries.ts'
import { ChooseAll, withToggled } from '../../components/choose-rows.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { plural } from '../../format/words.ts'
import { PurgeWorkflowDialog } from './purge-workflow-dialog.tsx'
import { RestoreButton } from './restore-button.tsx'

const KEPT_DAYS = 30
const DAY_MS = 24 * 3_600_000

interface BinTableProps {
  workflows: WorkflowListItem[]
  /** Ids of the rows that are chosen. */
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
}

/** What was deleted in the last 30 days, each with the way back. */
export function BinTable({ workflows, chosen, onChoose }: BinTableProps) {
  const { data: me } = useQuery(meQuery)
  const [purged, setPurged] = useState<WorkflowListItem | null>(null)

  return (
    <Paper>
      <Table.ScrollContainer minWidth={620} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <ChooseAll rows={workflows} chosen={chosen} onChoose={onChoose} of="workflows" />
              </Table.Th>
              <Table.Th>Workflow</Table.Th>
              <Table.Th>Deleted</Table.Th>
              <Table.Th>Owner</Table.Th>
              <Table.Th>
                <VisuallyHidden>What can be done</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workflows.map((workflow) => (
              <Table.Tr
                key={workflow.id}
                {...(chosen.has(workflow.id) ? { bg: 'var(--mantine-color-hub-light)' } : {})}
              >
                <Table.Td>
                  <Checkbox
                    size="xs"
                    aria-label={`Choose ${workflow.name}`}
                    checked={chosen.has(workflow.id)}
                    onChange={() => onChoose(withToggled(chosen, workflow.id))}
                  />
                </Table.Td>
                <Table.Td maw={260}>
                  <Text size="sm" fw={600}>
                    {workflow.name}
                  </Text>
                  <Text size="xs" c="dimmed">
                    {workflow.category}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Text size="sm" className="nowrap">
                    <RelativeTime time={workflow.deletedAt} />
                  </Text>
                  <Text size="xs" c="dimmed" className="nowrap">
                    {daysLeft(workflow.deletedAt)}
                  </Text>
                </Table.Td>
                <Table.Td maw={140}>
                  <Text size="sm" truncate title={workflow.createdBy.name}>
                    {workflow.createdBy.name}
                  </Text>
                </Table.Td>
                <Table.Td>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    <RestoreButton workflow={workflow} />
                    {me?.role === 'admin' && (
                      <Button
                        size="compact-sm"
                        variant="subtle"
                        color="red"
                        aria-label={`Delete for good: ${workflow.name}`}
                        onClick={() => setPurged(workflow)}
                      >
                        Delete for good
                      </Button>
                    )}
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {purged && <PurgeWorkflowDialog workflow={purged} onClose={() => setPurged(null)} />}
    </Paper>
  )
}

/** `gone for good in 12 days`. */
function daysLeft(deletedAt: string | null): string {
  const days = Math.ceil((new Date(deletedAt ?? 0).getTime() + KEPT_DAYS * DAY_MS - Date.now()) / DAY_MS)
  return days <= 1 ? 'gone for good within a day' : `gone for good in ${plural(days, 'day')}`
}
