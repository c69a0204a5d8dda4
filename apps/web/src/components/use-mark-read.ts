import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../api/client.ts'
import { keys } from '../api/keys.ts'

/** Marks the given notifications of one's own as read, or all of them. */
export function useMarkRead() {
  const queryClient = useQueryClient()
  return useMutation({
    mutationFn: (ids: string[] | undefined) =>
      unwrap(client.api.notifications.read.$post({ json: ids ? { ids } : {} })),
    onSuccess: () => queryClient.invalidateQueries({ queryKey: keys.notifications }),
  })
}
