import type { Definition } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import { boolean, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, moment, updatedAt } from './columns.ts'
import { userProfiles } from './people.ts'

export const workflowStatusEnum = hubflow.enum('workflow_status', ['draft', 'active', 'paused', 'archived'])

export const workflows = hubflow.table(
  'workflows',
  {
    id: id(),
    name: text().notNull(),
    description: text().notNull().default(''),
    category: text().notNull().default('general'),
    status: workflowStatusEnum().notNull().default('draft'),
    /** The type and config of the live version's trigger (of the draft's while nothing is live): what routes and dispatch read. */
    triggerType: text(),
    config: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    draft: jsonb().$type<Definition>().notNull(),
    draftRevision: integer().notNull().default(1),
    liveVersion: integer(),
    /** The unguessable part of the webhook's URL; every workflow has one from birth, used when its trigger is a webhook. */
    hookToken: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => userProfiles.id),
    /** null = unlimited */
    maxRunsPerDay: integer().default(10),
    priority: integer().notNull().default(50),
    pausedReason: text(),
    /** Runs that failed since the last one that completed; at the bound the workflow is paused. */
    failuresInRow: integer().notNull().default(0),
    /** Since when it is active without a pause, kept by a database trigger: a schedule catches up nothing from before. */
    activeSince: moment(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
    deletedAt: moment(),
  },
  (table) => [
    uniqueIndex('workflows_name_per_owner')
      .on(table.createdBy, sql`lower(${table.name})`)
      .where(sql`${table.deletedAt} is null`),
    uniqueIndex('workflows_hook_token').on(table.hookToken),
    index('workflows_live_event')
      .on(sql`(${table.config} ->> 'eventType')`)
      .where(sql`${table.status} in ('active', 'paused') and ${table.triggerType} = 'event'`),
  ],
)

/** An immutable published definition; a database trigger refuses update and delete (but the purge's). */
export const workflowVersions = hubflow.table(
  'workflow_versions',
  {
    workflowId: uuid()
      .notNull()
      .references(() => workflows.id, { onDelete: 'cascade' }),
    version: integer().notNull(),
    definition: jsonb().$type<Definition>().notNull(),
    note: text().notNull().default(''),
    publishedBy: uuid()
      .notNull()
      .references(() => userProfiles.id),
    publishedAt: createdAt(),
  },
  (table) => [primaryKey({ columns: [table.workflowId, table.version] })],
)

/** The event catalog: what may start runs, with the fields of its data and a sample for the editor. */
export const triggerEventTypes = hubflow.table('trigger_event_types', {
  name: text().primaryKey(),
  title: text().notNull(),
  summary: text().notNull(),
  group: text().notNull(),
  /** `[{key, label, type}]` of the event's data. */
  fields: jsonb().$type<{ key: string; label: string; type: string }[]>().notNull(),
  sample: jsonb().$type<Record<string, unknown>>().notNull(),
  /** The hub table and the data field that holds the id of the record that the run is about. */
  subjectTable: text(),
  subjectKey: text(),
  enabled: boolean().notNull().default(true),
  /** Where an admin registered it: the hub table that is watched, what must happen to a row, and to which column. */
  watch: jsonb().$type<EventWatch>(),
  createdBy: uuid().references(() => userProfiles.id, { onDelete: 'set null' }),
  createdAt: createdAt(),
})

/** A change of the hub's own tables that gives an event; with `column`, an update of that column only. */
export interface EventWatch {
  table: string
  operation: 'insert' | 'update' | 'delete'
  column?: string
  /** True where the event tells the column's value before and after; else the log of changes keeps only its hash. */
  values?: boolean
}

/** A call that an editor waits for, to learn a webhook's fields: caught without starting a run. */
export const webhookSamples = hubflow.table('webhook_samples', {
  workflowId: uuid()
    .primaryKey()
    .references(() => workflows.id, { onDelete: 'cascade' }),
  /** Calls are caught until this moment. */
  listeningUntil: moment(),
  capturedAt: moment(),
  /** `{body, headers, query}`, as a run's trigger would hold it. */
  sample: jsonb().$type<Record<string, unknown>>(),
})
