import type { TriggerEventType } from '@hubflow/api/client'
import { Paper, Switch, Table, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { allEventTypesQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'

/** What workflows can start from; those that an admin registered can be switched off. */
export function EventTypesSection({ isAdmin }: { isAdmin: boolean }) {
  const types = useQuery(allEventTypesQuery)
  return (
    <>
      <Text size="sm" c="dimmed" maw={640} mb="sm">
        What can start a workflow. The hub’s own events are always on; one that was registered for this hub can be
        switched off, and then starts nothing.
      </Text>
      {types.isError && <ProblemAlert error={types.error} onRetry={() => types.refetch()} />}
      {types.isPending && <TableSkeleton rows={6} />}
      {types.data && (
        <Paper>
          <Table.ScrollContainer minWidth={600} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Event</Table.Th>
                  <Table.Th>About</Table.Th>
                  <Table.Th>State</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {types.data.map((type) => (
                  <Table.Tr key={type.name}>
                    <Table.Td maw={420}>
                      <Text size="sm" fw={600}>
                        {type.title}
                      </Text>
                      <Text size="xs" c="dimmed">
                        {type.summary || type.name}
                      </Text>
                    </Table.Td>
                    <Table.Td>{type.group}</Table.Td>
                    <Table.Td>{type.watch ? <OnOff type={type} isAdmin={isAdmin} /> : 'Always on'}</Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
    </>
  )
}

function OnOff({ type, isAdmin }: { type: TriggerEventType; isAdmin: boolean }) {
  const queryClient = useQueryClient()
  const switching = useMutation({
    mutationFn: (enabled: boolean) =>
      unwrap(client.api['trigger-event-types'][':name'].$patch({ param: { name: type.name }, json: { enabled } })),
    onSuccess: ({ title, enabled }) => showDone(`“${title}” is ${enabled ? 'on' : 'off'}`),
    onError: (error) => showFailure('The event stays as it was', error),
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.eventTypes }),
  })
  return (
    <Switch
      label={type.enabled ? 'On' : 'Off'}
      aria-label={type.title}
      checked={type.enabled}
      disabled={!isAdmin || switching.isPending}
      onChange={(event) => switching.mutate(event.currentTarget.checked)}
    />
  )
}
