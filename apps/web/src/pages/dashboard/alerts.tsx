import type { AlertRule } from '@hubflow/api/client'
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconBellRinging, IconPlus } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { alertsQuery } from '../../api/run-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { AlertCard } from './alert-card.tsx'
import { AlertDialog } from './alert-dialog.tsx'

/** The rules by which people are told of failures and of silence; those of one workflow with those of all. */
export function Alerts({ workflowId }: { workflowId: string | undefined }) {
  const rules = useQuery(alertsQuery(workflowId))
  const [editing, setEditing] = useState<AlertRule | 'new' | null>(null)
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
      Add an alert
    </Button>
  )
  return (
    <>
      {rules.isError && <ProblemAlert error={rules.error} onRetry={() => rules.refetch()} />}
      {rules.isPending && <TableSkeleton rows={3} />}
      {rules.data?.length === 0 && (
        <EmptyState icon={<IconBellRinging size={26} />} title="No alert yet" action={add}>
          An alert tells people when a workflow fails several times in a row, fails too often, or does not run at all.
          Owners are told of each failure anyway, and after 20 in a row a workflow is paused.
        </EmptyState>
      )}
      {rules.data && rules.data.length > 0 && (
        <Stack gap="sm">
          <Group justify="space-between">
            <Text size="sm" c="dimmed" maw={640}>
              People are told once when the state begins, daily while it lasts, and anew after it has ended.
            </Text>
            {add}
          </Group>
          {rules.data.map((rule) => (
            <AlertCard key={rule.id} rule={rule} onEdit={() => setEditing(rule)} />
          ))}
        </Stack>
      )}
      {editing && (
        <AlertDialog
          rule={editing === 'new' ? null : editing}
          workflowId={workflowId ?? null}
          onClose={() => setEditing(null)}
        />
      )}
    </>
  )
}
