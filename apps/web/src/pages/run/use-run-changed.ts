import { useQueryClient } from '@tanstack/react-query'
import { keys } from '../../api/keys.ts'

/** For whatever changes a run: what is shown of it, and the lists that it stands in, are fetched again. */
export function useRunChanged() {
  const queryClient = useQueryClient()
  return async (runId: string) => {
    await Promise.all([
      queryClient.invalidateQueries({ queryKey: keys.run(runId) }),
      queryClient.invalidateQueries({ queryKey: keys.runs }),
    ])
  }
}
