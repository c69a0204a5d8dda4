import type { JsonObject, JsonSchema, WorkflowNode } from '@hubflow/core'
import type { NodeType, StepServices } from '@hubflow/nodes'
import type { LocalEffects } from './effects.ts'
import type { RunState } from './run-state.ts'

/** What the walk needs of its surroundings. */
export interface WalkHost {
  nodeTypes: ReadonlyMap<string, NodeType>
  configSchemaOf(type: string): JsonSchema
  /** Business time; goes on while the walk does. */
  now(): Date
  /** What an action may use for one step; local effects are put into `effects`. */
  services(run: RunState, node: WorkflowNode, effects: LocalEffects): StepServices
  /** The record that the run is about with its relations, as the owner may see it. */
  readSubject(run: RunState): Promise<JsonObject | null>
}
