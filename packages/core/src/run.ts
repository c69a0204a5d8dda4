import type { HubTableName } from './hub-tables.ts'
import type { StepError } from './step-error.ts'

/** Statuses and their discriminated unions: a failed run has an error, a waiting one has its wake-up time. */

export const WORKFLOW_STATUSES = ['draft', 'active', 'paused', 'archived'] as const
export type WorkflowStatus = (typeof WORKFLOW_STATUSES)[number]

export const RUN_STATUSES = ['pending', 'running', 'waiting', 'completed', 'failed', 'cancelled', 'held'] as const
export type RunStatus = (typeof RUN_STATUSES)[number]

export const STEP_STATUSES = ['pending', 'running', 'waiting', 'completed', 'failed', 'skipped', 'cancelled'] as const
export type StepStatus = (typeof STEP_STATUSES)[number]

export const EMAIL_STATUSES = ['pending', 'sending', 'sent', 'failed', 'cancelled'] as const
export type EmailStatus = (typeof EMAIL_STATUSES)[number]

export const ROLES = ['admin', 'trainer', 'manager', 'agent'] as const
export type Role = (typeof ROLES)[number]

export type Json = string | number | boolean | null | Json[] | { [key: string]: Json }

/** What a step changed or sent, as the timeline shows it and a receipt proves it. */
export type Effect =
  | { kind: 'email'; emailId: string; to: string; subject: string }
  | { kind: 'notification'; notificationId: string; to: string; title: string }
  | { kind: 'field'; table: string; recordId: string; field: string; before: Json; after: Json }
  | { kind: 'request'; method: string; url: string; status: number; idempotencyKey: string }
  | PreviewEffect

/** In a test run: what the step would have changed or sent. Nothing of it was done. */
export interface PreviewEffect {
  kind: 'preview'
  /** `Would email “Welcome” to Maria Lopez` */
  sentence: string
  /** The rendered mail, the request, the old and new value. */
  detail: Json
  /** Where the step's output is not what it would really give: made up, or taken from an earlier run. */
  outputFrom?: 'sample' | 'earlier-run'
  /** What later steps of the test read as if it had been written. */
  change?: PretendedChange
}

/** A column of a record as a test run takes it to be; the record itself holds what it held. */
export interface PretendedChange {
  table: HubTableName
  id: string
  column: string
  after: Json
}

/** How a step ended, or why it has not: what the walk writes and the timeline reads. */
export type StepOutcome =
  | { status: 'completed'; branch: string; output: Json; effects: Effect[] }
  | { status: 'failed'; error: StepError }
  | { status: 'waiting'; resumeAt: Date; branch: string; output: Json }
  | { status: 'skipped'; branch: string }

/** Where a run stands after the walk went as far as it could. */
export type RunOutcome =
  | { status: 'completed' }
  | { status: 'failed'; error: StepError; nodeId: string }
  | { status: 'waiting'; nodeId: string; resumeAt: Date }
  | { status: 'running'; nodeId: string }

/** True when nothing more will happen in the run by itself. */
export function isFinished(status: RunStatus): boolean {
  return status === 'completed' || status === 'failed' || status === 'cancelled'
}
