import type { RunSummary } from '@hubflow/api/client'
import { Badge, Checkbox, Group, Paper, Table, Text } from '@mantine/core'
import { ChooseAll, withToggled } from '../../components/choose-rows.tsx'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { SubjectLink } from '../../components/subject-link.tsx'
import { duration } from '../../format/time.ts'
import { plural } from '../../format/words.ts'

interface RunTableProps {
  runs: RunSummary[]
  /** Ids of the rows that are chosen. */
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
}

export function RunTable({ runs, chosen, onChoose }: RunTableProps) {
  return (
    <Paper>
      <Table.ScrollContainer minWidth={700} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={36}>
                <ChooseAll rows={runs} chosen={chosen} onChoose={onChoose} of="runs" />
              </Table.Th>
              <Table.Th>Workflow</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>About</Table.Th>
              <Table.Th>Started</Table.Th>
              <Table.Th>Took</Table.Th>
              <Table.Th>Mail</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {runs.map((run) => (
              <RunRow
                key={run.id}
                run={run}
                chosen={chosen.has(run.id)}
                onToggle={() => onChoose(withToggled(chosen, run.id))}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function RunRow({ run, chosen, onToggle }: { run: RunSummary; chosen: boolean; onToggle(): void }) {
  const name = run.subject?.title ? `${run.workflowName}, ${run.subject.title}` : run.workflowName
  return (
    <Table.Tr {...(chosen ? { bg: 'var(--mantine-color-hub-light)' } : {})}>
      <Table.Td>
        <Checkbox size="xs" aria-label={`Choose the run of ${name}`} checked={chosen} onChange={onToggle} />
      </Table.Td>
      <Table.Td maw={{ base: 190, md: 320 }}>
        <Group gap={8} wrap="nowrap">
          <TextLink to="/runs/$runId" params={{ runId: run.id }} size="sm" fw={600} truncate>
            {run.workflowName}
          </TextLink>
          {run.isTest && (
            <Badge color="gray" size="sm">
              Test
            </Badge>
          )}
        </Group>
        <RunRemark run={run} />
      </Table.Td>
      <Table.Td>
        <StatusBadge of="run" status={run.status} />
      </Table.Td>
      <Table.Td maw={{ base: 130, md: 200 }}>
        <Text size="sm" truncate {...(run.subject?.title ? {} : { c: 'dimmed' })}>
          {run.subject ? <SubjectLink subject={run.subject} underline="hover" /> : '–'}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          <RelativeTime time={run.startedAt ?? run.createdAt} />
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {run.durationMs === null ? '–' : duration(run.durationMs)}
        </Text>
      </Table.Td>
      <Table.Td>
        <Text size="sm" style={{ whiteSpace: 'nowrap' }}>
          {run.emailsSent === 0 ? '–' : plural(run.emailsSent, 'mail', 'mails')}
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}

/** The one thing worth knowing of a run that is not simply done. */
function RunRemark({ run }: { run: RunSummary }) {
  if (run.status === 'waiting' && run.resumeAt) {
    return (
      <Text size="xs" c="dimmed">
        Goes on <RelativeTime time={run.resumeAt} />
      </Text>
    )
  }
  const remark = run.errorMessage ?? run.heldReason
  if (!remark) return null
  return (
    <Text size="xs" c="dimmed" lineClamp={2} title={remark}>
      {remark}
    </Text>
  )
}
