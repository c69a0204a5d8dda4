import type { StepError, StepOutcome } from '@hubflow/core'
import type { LocalEffects } from './effects.ts'

/**
 * How a step ended, or why it has not: core's outcomes, a remote step that is tried again later, and a step of a test
 * run, which may have jumped a wait until `resumeAt`.
 */
export type Arrival =
  | StepOutcome
  | { status: 'retrying'; delayMs: number; error: StepError }
  | (Extract<StepOutcome, { status: 'completed' }> & { resumeAt: Date | null })

/** What came of a step that was done outside the walk, with the local effects that belong to its record. */
export interface RemoteArrival {
  nodeId: string
  outcome: Arrival
  effects: LocalEffects
  /** How long it took, in milliseconds; absent where nothing was done. */
  activeMs?: number
}

/** Where a walk stopped. `send`: a remote step is to be done now; `walk`: there is more to walk. */
export type Halt =
  | { status: 'completed' }
  | { status: 'failed'; nodeId: string | null; nodeName: string | null; error: StepError }
  | { status: 'waiting'; nodeId: string; resumeAt: Date }
  | { status: 'running'; nodeId: string; go: 'send' | 'walk' }
