import type { WorkflowFigures } from '@hubflow/api/client'
import { Paper, Table, Text, Title } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { duration } from '../../format/time.ts'
import classes from './dashboard.module.css'
import { readDashboardSearch, type Span } from './dashboard-search.ts'
import { percentText } from './figure-words.ts'

/** The workflows that ran, most failures first; each leads to its own figures. */
export function WorkflowFiguresTable({ workflows, days }: { workflows: readonly WorkflowFigures[]; days: Span }) {
  return (
    <Paper component="section" aria-label="By workflow">
      <Title order={2} size="h3" px="sm" pt="sm">
        By workflow
      </Title>
      <Table.ScrollContainer minWidth={640} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Workflow</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th className={classes.number}>Runs</Table.Th>
              <Table.Th className={classes.number}>Failed</Table.Th>
              <Table.Th className={classes.number}>Half done within</Table.Th>
              <Table.Th>Last failure</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workflows.map((workflow) => (
              <WorkflowRow key={workflow.id} workflow={workflow} days={days} />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function WorkflowRow({ workflow, days }: { workflow: WorkflowFigures; days: Span }) {
  const { id, name, status, started, failed, failedPercent, medianMs, lastFailedAt } = workflow
  return (
    <Table.Tr>
      <Table.Td maw={360}>
        <TextLink to="/dashboard" search={readDashboardSearch({ days, workflowId: id })} size="sm" fw={600}>
          {name}
        </TextLink>
      </Table.Td>
      <Table.Td>
        <StatusBadge of="workflow" status={status} />
      </Table.Td>
      <Table.Td className={classes.number}>{started.toLocaleString()}</Table.Td>
      <Table.Td className={classes.number}>
        {failed === 0 ? (
          '0'
        ) : (
          <TextLink to="/runs" search={{ workflowId: id, status: 'failed' }} size="sm">
            {failed.toLocaleString()} ({percentText(failedPercent)})
          </TextLink>
        )}
      </Table.Td>
      <Table.Td className={classes.number}>{medianMs === null ? '–' : duration(medianMs)}</Table.Td>
      <Table.Td>
        <Text size="sm" className="nowrap">
          <RelativeTime time={lastFailedAt} />
        </Text>
      </Table.Td>
    </Table.Tr>
  )
}
