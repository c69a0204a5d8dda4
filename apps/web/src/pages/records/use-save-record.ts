import type { HubRecordView } from '@hubflow/api/client'
import type { HubTable, Json } from '@hubflow/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

/** Adds a record (`id` null) or changes one; the events that follow are the hub's doing. */
export function useSaveRecord({ name: table }: HubTable) {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: ({ id, body }: { id: string | null; body: Record<string, Json> }): Promise<HubRecordView> =>
      id === null
        ? unwrap(client.api.hub[':table'].$post({ param: { table }, json: body }))
        : unwrap(client.api.hub[':table'][':id'].$patch({ param: { table, id }, json: body })),
    onSuccess: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.records }),
        queryClient.invalidateQueries({ queryKey: [...keys.runs, 'timeline', table] }),
      ]),
  })
}
