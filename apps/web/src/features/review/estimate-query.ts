import type { Definition } from '@hubflow/core'
import { keepPreviousData, queryOptions } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'

/** How often this definition would have started, and what waits on older versions. */
export const estimateQuery = (id: string, definition: Definition) =>
  queryOptions({
    queryKey: [...keys.workflow(id), 'estimate', definition],
    queryFn: () => unwrap(client.api.workflows[':id'].estimate.$post({ param: { id }, json: { definition } })),
    placeholderData: keepPreviousData,
  })
