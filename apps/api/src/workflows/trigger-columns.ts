import { type Definition, findTrigger } from '@hubflow/core'

/** The trigger's type and config as columns of the workflow, which hooks and events are dispatched by. */
export function triggerColumns(definition: Definition): {
  triggerType: string | null
  config: Record<string, unknown>
} {
  const trigger = findTrigger(definition)
  return { triggerType: trigger?.type ?? null, config: trigger?.config ?? {} }
}
