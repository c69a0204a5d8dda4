import type {
  Definition,
  Effect,
  HubTableName,
  Json,
  JsonObject,
  RunStatus,
  StepError,
  StepStatus,
} from '@hubflow/core'
import type { ChainLink, TestPlan } from '@hubflow/db'

/** A run as the walk knows it while it holds the run's row. */
export interface RunState {
  id: string
  workflowId: string
  workflowName: string
  ownerId: string
  definition: Definition
  timeZone: string
  status: RunStatus
  isTest: boolean
  /** The attempt that this claim was given; every write that follows names it. */
  attempt: number
  crashes: number
  trigger: JsonObject
  subject: { table: HubTableName; id: string } | null
  nextNodeId: string | null
  startedAt: Date | null
  /** Time spent on its steps so far, in milliseconds; waits and queues do not count. */
  activeMs: number
  /** Its workflow's, 1 to 100. */
  priority: number
  /** How many workflows started one another before this run, and which, the first one first. */
  chainDepth: number
  chain: ChainLink[]
  /** What a test run walks, and for whom; null for a real run. */
  test: TestPlan | null
  /** By node id, in the order walked. */
  steps: Map<string, StepRecord>
}

/** One row of `workflow_run_steps`. */
export interface StepRecord {
  nodeId: string
  position: number
  type: string
  name: string
  status: StepStatus
  attempt: number
  input: Json
  output: Json
  effects: Effect[]
  error: StepError | null
  branch: string | null
  idempotencyKey: string | null
  startedAt: Date | null
  completedAt: Date | null
  resumeAt: Date | null
}

/** The moment that a run has come to: a test run does not wait, so for it the waits that it jumped have passed. */
export function timeOf(run: RunState, now: Date): Date {
  if (!run.isTest) return now
  const jumped = [...run.steps.values()].flatMap((step) => step.resumeAt?.getTime() ?? [])
  return new Date(Math.max(now.getTime(), ...jumped))
}
