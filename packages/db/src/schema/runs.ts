import type { Definition, Effect, Json, StepError, StepErrorCode } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import { bigint, boolean, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, moment } from './columns.ts'
import { userProfiles } from './people.ts'
import { workflows } from './workflows.ts'

export const runStatusEnum = hubflow.enum('run_status', [
  'pending',
  'running',
  'waiting',
  'completed',
  'failed',
  'cancelled',
  'held',
])
export const stepStatusEnum = hubflow.enum('step_status', [
  'pending',
  'running',
  'waiting',
  'completed',
  'failed',
  'skipped',
  'cancelled',
])

/** A workflow that had a part in starting a run. */
export interface ChainLink {
  workflowId: string
  name: string
}

/** Which part of the definition a test run walks. */
export interface TestPlan {
  scope: 'all' | 'step' | 'from-here'
  /** Where `step` and `from-here` begin. */
  nodeId?: string
  /** Outputs of an earlier run's steps, for those that are not walked. */
  outputs?: { [nodeId: string]: Json }
  /** Who tests: the run shows nothing that this person may not see, whoever owns the workflow. */
  testerId?: string
  /** What is wrong with nodes of an unfinished draft: a step that comes to one fails with it. */
  problems?: { [nodeId: string]: StepError }
}

/** What a run begins with: the trigger's own part of the context, ids only for events. */
export type RunContext = {
  trigger: { [key: string]: Json }
}

export const workflowRuns = hubflow.table(
  'workflow_runs',
  {
    id: id(),
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    /** Null only for a test run of a draft, whose definition stands in `definition`. */
    version: integer(),
    definition: jsonb().$type<Definition>(),
    status: runStatusEnum().notNull().default('pending'),
    isTest: boolean().notNull().default(false),
    heldReason: text(),
    /** Set where the run began held, and kept: such a run counts under no daily limit, however it went on. */
    heldAt: moment(),
    context: jsonb().$type<RunContext>().notNull(),
    subjectTable: text(),
    subjectId: uuid(),
    /** Grows with every claim; every write of a worker names the attempt that it was given (the fence). */
    attempt: integer().notNull().default(0),
    /** The worker that a remote step is with; null while nobody holds the run. */
    workerId: uuid(),
    /** The node to walk next; null before the start and after the end. */
    nextNodeId: text(),
    /** When the run is due to go on: its creation, the end of a wait, the time of a retry. Null when it is not due. */
    dueAt: moment().default(sql`hubflow.now()`),
    /** Claims that ended without a word (a crash); bounded, then the run fails. */
    crashes: integer().notNull().default(0),
    startedAt: moment(),
    completedAt: moment(),
    durationMs: bigint({ mode: 'number' }),
    emailsSent: integer().notNull().default(0),
    errorMessage: text(),
    errorNodeId: text(),
    /** The class of a failed run's error; null also where an older release wrote it. */
    errorCode: text().$type<StepErrorCode>(),
    /** The thing that it failed on, as `textOfConcern` has it. */
    errorConcerns: text().notNull().default(''),
    /** When a person repeated this failed run with a new one: it is no failure to see to any more. */
    repeatedAt: moment(),
    /** Scoped by the starter: `hook:<id>`, `key:<caller>:<key>`, `event:<id>`; unique per workflow. */
    dedupeKey: text(),
    /** SHA-256 of the request's body, to refuse the same key with another body. */
    dedupeHash: text(),
    eventId: uuid(),
    /** The run that a person repeated with this one. */
    retryOf: uuid(),
    /** How many workflows started one another before this run (0 = none). */
    chainDepth: integer().notNull().default(0),
    /** Those workflows, the first one first; as many as `chainDepth` says. */
    chain: jsonb().$type<ChainLink[]>().notNull().default([]),
    /** What a test run walks, and on what; null for a real run. */
    test: jsonb().$type<TestPlan>(),
    /** Time spent walking, in milliseconds: waits and queues do not count. The run's time limit is on this. */
    activeMs: integer().notNull().default(0),
    /** When its owner was told that it failed or is held; null while that is still to be done. */
    noticedAt: moment(),
    /** Set when retention has dropped the context and the steps' data; the summary stays. */
    archivedAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('workflow_runs_dedupe')
      .on(table.workflowId, table.dedupeKey)
      .where(sql`${table.dedupeKey} is not null`),
    // Lists are ordered by `created_at desc, id`: they read these backwards, and new rows go to the end of each.
    index('workflow_runs_newest').on(table.createdAt, table.id.desc().nullsFirst()),
    index('workflow_runs_recent').on(table.workflowId, table.createdAt, table.id.desc().nullsFirst()),
    index('workflow_runs_version').on(table.workflowId, table.version, table.createdAt, table.id.desc().nullsFirst()),
    index('workflow_runs_subject').on(table.subjectId, table.createdAt).where(sql`${table.subjectId} is not null`),
    // Whatever is not completed is rare, and is found by itself among a million that are.
    index('workflow_runs_status')
      .on(table.status, table.createdAt, table.id.desc().nullsFirst())
      .where(sql`${table.status} <> 'completed'`),
    // Every start counts the workflow's pending runs here.
    index('workflow_runs_state')
      .on(table.workflowId, table.status, table.createdAt, table.id.desc().nullsFirst())
      .where(sql`${table.status} <> 'completed'`),
    index('workflow_runs_tests').on(table.workflowId, table.createdAt).where(sql`${table.isTest}`),
    // Any part of an error is found, also of a word or an address.
    index('workflow_runs_errors')
      .using('gin', table.errorMessage.op('gin_trgm_ops'))
      .where(sql`${table.errorMessage} is not null`),
    index('workflow_runs_due').on(table.dueAt).where(sql`${table.status} in ('pending', 'running', 'waiting')`),
    index('workflow_runs_to_archive')
      .on(table.completedAt)
      .where(sql`${table.completedAt} is not null and ${table.archivedAt} is null`),
    index('workflow_runs_to_notice')
      .on(table.workflowId)
      .where(sql`${table.status} in ('failed', 'held') and ${table.noticedAt} is null and not ${table.isTest}`),
    // Failures by cause are counted in this index alone.
    index('workflow_runs_failures')
      .on(table.workflowId, table.errorNodeId, table.errorCode, table.errorConcerns, table.completedAt)
      .where(sql`${table.status} = 'failed' and not ${table.isTest} and ${table.repeatedAt} is null`),
    index('workflow_runs_archived').on(table.completedAt).where(sql`${table.archivedAt} is not null`),
  ],
)

/** One node in one run. `actionsExecuted` of the HTTP API is these rows. */
export const workflowRunSteps = hubflow.table(
  'workflow_run_steps',
  {
    runId: uuid()
      .notNull()
      .references(() => workflowRuns.id, { onDelete: 'cascade' }),
    nodeId: text().notNull(),
    /** Order of the walk within the run, from 0. */
    position: integer().notNull(),
    type: text().notNull(),
    name: text().notNull(),
    status: stepStatusEnum().notNull(),
    attempt: integer().notNull().default(1),
    /** The config as it was resolved. For a remote step it is stored before the first send and reused by retries. */
    input: jsonb().$type<Json>(),
    output: jsonb().$type<Json>(),
    effects: jsonb().$type<Effect[]>().notNull().default([]),
    error: jsonb().$type<StepError>(),
    branch: text(),
    /** Stable over automatic retries: `Idempotency-Key` of remote steps. */
    idempotencyKey: text(),
    startedAt: moment(),
    completedAt: moment(),
    resumeAt: moment(),
  },
  (table) => [primaryKey({ columns: [table.runId, table.nodeId] })],
)

/** Causes of failures that a person has put aside: what failed until then is not shown, and what fails anew is. */
export const failureDismissals = hubflow.table(
  'failure_dismissals',
  {
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    /** Empty where runs failed before their first step. */
    nodeId: text().notNull(),
    code: text().notNull(),
    concerns: text().notNull(),
    /** The last failure that was seen. */
    until: moment().notNull(),
    dismissedBy: uuid().references(() => userProfiles.id, { onDelete: 'set null' }),
    dismissedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.nodeId, table.code, table.concerns] })],
)

/** Every event, with ids only. `dispatchedAt` is set when the runs that follow from it exist. */
export const events = hubflow.table(
  'events',
  {
    id: id(),
    type: text().notNull(),
    source: text().notNull().default('hub'),
    /** The sender's own id; unique per source. */
    sourceId: text(),
    data: jsonb().$type<{ [key: string]: Json }>().notNull(),
    chainDepth: integer().notNull().default(0),
    chain: jsonb().$type<ChainLink[]>().notNull().default([]),
    occurredAt: createdAt(),
    dispatchedAt: moment(),
  },
  (table) => [
    uniqueIndex('events_source_id').on(table.source, table.sourceId).where(sql`${table.sourceId} is not null`),
    index('events_waiting').on(table.occurredAt).where(sql`${table.dispatchedAt} is null`),
    index('events_of_type').on(table.type, table.occurredAt),
    // Events that name a record. Written at once: a list of what is pending would have to be cleared by some unlucky change.
    index('events_data').using('gin', table.data.op('jsonb_path_ops')).with({ fastupdate: false }),
  ],
)

export const decisionVerdictEnum = hubflow.enum('decision_verdict', [
  'started',
  'held',
  'paused',
  'filtered',
  'duplicate',
  'already-in',
  'chain-too-deep',
  'missed',
  'overlapping',
  'refused',
])

/** Why a trigger did or did not start a run, for each workflow that an event or an occurrence concerned. Kept 30 days. */
export const triggerDecisions = hubflow.table(
  'trigger_decisions',
  {
    id: id(),
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    verdict: decisionVerdictEnum().notNull(),
    /** What the verdict rests on: the clause that said no, the run that was in the way, the chain. */
    detail: jsonb().$type<Record<string, Json>>().notNull().default({}),
    eventId: uuid(),
    runId: uuid(),
    subjectTable: text(),
    subjectId: uuid(),
    decidedAt: createdAt(),
  },
  (table) => [
    index('trigger_decisions_workflow').on(table.workflowId, table.decidedAt, table.id.desc().nullsFirst()),
    index('trigger_decisions_subject').on(table.subjectId, table.decidedAt, table.id.desc().nullsFirst()),
    index('trigger_decisions_newest').on(table.decidedAt, table.id.desc().nullsFirst()),
  ],
)

/** Living workers. Each holds the session advisory lock `lockKey`; a free lock means that the worker is gone. */
export const workers = hubflow.table('workers', {
  id: uuid().primaryKey(),
  lockKey: integer().notNull().unique(),
  host: text().notNull(),
  startedAt: createdAt(),
})

/** Occurrences of schedules: unique per workflow and local time, so that each runs at most once. Kept 30 days. */
export const scheduleOccurrences = hubflow.table(
  'schedule_occurrences',
  {
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    /** The local time in the schedule's zone, `2026-03-29T08:00`. */
    localTime: text().notNull(),
    dueAt: moment().notNull(),
    runId: uuid(),
    outcome: text(),
    createdAt: createdAt(),
  },
  (table) => [
    primaryKey({ columns: [table.workflowId, table.localTime] }),
    index('schedule_occurrences_over').on(table.dueAt).where(sql`${table.outcome} is not null`),
  ],
)
