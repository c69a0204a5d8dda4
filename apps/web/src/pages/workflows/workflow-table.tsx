import type { WorkflowListItem } from '@hubflow/api/client'
import { Paper, Table, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useCallback, useRef } from 'react'
import { catalogQuery } from '../../api/workflow-queries.ts'
import { ChooseAll, withToggled } from '../../components/choose-rows.tsx'
import { WorkflowRow } from './workflow-row.tsx'

interface WorkflowTableProps {
  workflows: WorkflowListItem[]
  /** Ids of the rows that are chosen. */
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
}

export function WorkflowTable({ workflows, chosen, onChoose }: WorkflowTableProps) {
  const { data: catalog } = useQuery(catalogQuery)
  const latest = useRef({ chosen, onChoose })
  latest.current = { chosen, onChoose }

  // The same function for all time, so that a row is drawn anew only when it is another one.
  const toggle = useCallback((id: string) => {
    const { chosen, onChoose } = latest.current
    onChoose(withToggled(chosen, id))
  }, [])

  return (
    <Paper>
      <Table.ScrollContainer minWidth={700} type="native">
        <Table highlightOnHover horizontalSpacing={6}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={32}>
                <ChooseAll rows={workflows} chosen={chosen} onChoose={onChoose} of="workflows" />
              </Table.Th>
              <Table.Th>Workflow</Table.Th>
              <Table.Th>Status</Table.Th>
              <Table.Th>Last run</Table.Th>
              <Table.Th>Next</Table.Th>
              <Table.Th>Seven days</Table.Th>
              <Table.Th>Owner</Table.Th>
              <Table.Th className="sticky-end">
                <VisuallyHidden>More</VisuallyHidden>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {workflows.map((workflow) => (
              <WorkflowRow
                key={workflow.id}
                workflow={workflow}
                trigger={catalog?.find(({ type }) => type === workflow.triggerType)}
                chosen={chosen.has(workflow.id)}
                onToggle={toggle}
              />
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
