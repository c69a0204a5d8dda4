import type { FailureCause } from '@hubflow/api/client'

/** What names a cause to the routes that do something about it. */
export function causeKey({ workflowId, nodeId, code, concerns }: FailureCause) {
  return { workflowId, nodeId, code, concerns }
}
