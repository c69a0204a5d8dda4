import type { StepFigures, WorkflowSteps } from '@hubflow/api/client'
import { type CatalogEntry, isTriggerType, type WorkflowNode } from '@hubflow/core'
import { Group, Paper, Table, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { workflowStepsQuery } from '../../api/run-queries.ts'
import { catalogQuery } from '../../api/workflow-queries.ts'
import { nodeSentence } from '../../canvas/node-sentence.ts'
import { useSentenceNames } from '../../canvas/sentence-names.ts'
import { TextLink } from '../../components/links.tsx'
import { NodeIcon } from '../../components/node-icon.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { inOrder } from '../../editor/in-order.ts'
import { wayTo } from '../../features/sentences/way.ts'
import { duration } from '../../format/time.ts'
import { plural } from '../../format/words.ts'
import classes from './dashboard.module.css'
import type { Span } from './dashboard-search.ts'

/** How far the runs of one workflow came, step by step, in the order of the workflow. */
export function StepFunnel({ workflowId, days }: { workflowId: string; days: Span }) {
  const figures = useQuery(workflowStepsQuery(workflowId, days))
  const { data: catalog } = useQuery(catalogQuery)
  if (figures.isError) return <ProblemAlert error={figures.error} onRetry={() => figures.refetch()} />
  if (figures.isPending || !catalog) return <TableSkeleton rows={4} />
  const { runs, more } = figures.data
  return (
    <Paper component="section" aria-label="Step by step">
      <Group justify="space-between" px="sm" pt="sm">
        <Title order={2} size="h3">
          Step by step
        </Title>
        <TextLink to="/workflows/$workflowId" params={{ workflowId }} size="sm">
          Open the workflow
        </TextLink>
      </Group>
      <Text size="xs" c="dimmed" px="sm">
        Of {more ? `the newest ${plural(runs, 'run')}` : plural(runs, 'run')} that began in this time.
      </Text>
      <Table.ScrollContainer minWidth={760} type="native">
        <FunnelTable figures={figures.data} catalog={catalog} />
      </Table.ScrollContainer>
    </Paper>
  )
}

function FunnelTable({ figures, catalog }: { figures: WorkflowSteps; catalog: readonly CatalogEntry[] }) {
  const entries = new Map(catalog.map((entry) => [entry.type, entry]))
  const byNode = new Map(figures.steps.map((step) => [step.nodeId, step]))
  return (
    <Table>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Step</Table.Th>
          <Table.Th>Reached</Table.Th>
          <Table.Th className={classes.number}>Entered</Table.Th>
          <Table.Th className={classes.number}>Finished</Table.Th>
          <Table.Th className={classes.number}>Failed</Table.Th>
          <Table.Th className={classes.number}>In it now</Table.Th>
          <Table.Th className={classes.number}>Half done within</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {inOrder(figures.definition, entries).map((node) => (
          <StepRow
            key={node.id}
            node={node}
            way={wayTo(figures.definition, node.id)}
            entry={entries.get(node.type)}
            runs={figures.runs}
            step={byNode.get(node.id) ?? (isTriggerType(node.type) ? begun(node.id, figures.runs) : undefined)}
          />
        ))}
      </Table.Tbody>
    </Table>
  )
}

/** A trigger has no step of its own: it has begun every run. */
function begun(nodeId: string, runs: number): StepFigures {
  return { nodeId, entered: runs, finished: runs, failed: 0, waiting: 0, took: null }
}

interface StepRowProps {
  node: WorkflowNode
  way: string | null
  entry: CatalogEntry | undefined
  runs: number
  /** Absent where no run came to it. */
  step: StepFigures | undefined
}

function StepRow({ node, way, entry, runs, step }: StepRowProps) {
  const names = useSentenceNames()
  const share = runs === 0 ? 0 : Math.min(100, Math.round(((step?.entered ?? 0) / runs) * 100))
  return (
    <Table.Tr>
      <Table.Td maw={380}>
        <div className={classes.step}>
          <NodeIcon name={entry?.icon} size={17} />
          <div>
            <Text size="sm" fw={600}>
              {node.name}
            </Text>
            <Text size="xs" c="dimmed">
              {way && `${way}: `}
              {entry ? nodeSentence(node, entry, names) : node.type}
            </Text>
          </div>
        </div>
      </Table.Td>
      <Table.Td miw={150}>
        <Group gap={8} wrap="nowrap">
          <div className={classes.bar} style={{ flex: 1 }} aria-hidden>
            <div className={classes.reached} style={{ width: `${share}%` }} />
          </div>
          <Text size="xs" w={42} ta="right" className="nowrap">
            {share} %
          </Text>
        </Group>
      </Table.Td>
      {[step?.entered, step?.finished, step?.failed, step?.waiting].map((value, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the four columns have their places
        <Table.Td key={index} className={classes.number}>
          {(value ?? 0).toLocaleString()}
        </Table.Td>
      ))}
      <Table.Td className={classes.number}>{step?.took ? duration(step.took.medianMs) : '–'}</Table.Td>
    </Table.Tr>
  )
}
