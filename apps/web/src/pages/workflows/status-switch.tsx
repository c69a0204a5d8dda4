import type { WorkflowListItem } from '@hubflow/api/client'
import { Group, Switch, Text, Tooltip } from '@mantine/core'
import { useUpdateWorkflowStatus } from '../../api/hooks.ts'
import { StatusBadge, statusWord } from '../../components/status-badge.tsx'
import { showFailure } from '../../components/toast.tsx'

/**
 * The switch, once there is a live version, says how it is and changes it; what cannot be switched has a badge. What was asked for is shown at once, and
 * what it was before when it is refused.
 */
export function StatusSwitch({ workflow }: { workflow: WorkflowListItem }) {
  const { id, name, pausedReason, hasUnpublishedChanges, liveVersion } = workflow
  const updateStatus = useUpdateWorkflowStatus()
  const status = updateStatus.isPending ? updateStatus.variables.status : workflow.status

  function setActive(active: boolean): void {
    updateStatus.mutate(
      { id, status: active ? 'active' : 'paused' },
      { onError: (error) => showFailure(`“${name}” was not ${active ? 'resumed' : 'paused'}`, error) },
    )
  }

  return (
    <>
      {status === 'active' || status === 'paused' ? (
        <Tooltip label={pausedReason} disabled={!pausedReason}>
          <Group gap={6} wrap="nowrap" w="max-content">
            <Switch
              size="xs"
              checked={status === 'active'}
              aria-label={`${name} is active`}
              onChange={(event) => setActive(event.currentTarget.checked)}
            />
            <Text size="xs" data-status={status}>
              {statusWord('workflow', status)}
            </Text>
          </Group>
        </Tooltip>
      ) : (
        <StatusBadge of="workflow" status={status} size="sm" />
      )}
      {hasUnpublishedChanges && liveVersion !== null && (
        <Text size="xs" c="dimmed" mt={2}>
          Unpublished changes
        </Text>
      )}
    </>
  )
}
