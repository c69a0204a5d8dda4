import type { Json } from '@hubflow/core'
import { boolean, integer, jsonb, text, uuid } from 'drizzle-orm/pg-core'
import { hubflow, moment } from './columns.ts'
import { runStatusEnum } from './runs.ts'

/**
 * What runs are found by. Staff see the same rows in it as in `workflow_runs`, and everybody else none; but where a policy
 * stands between, PostgreSQL looks up no status and no part of a text in an index, lest a comparison tell of hidden rows.
 */
export const findableRuns = hubflow
  .view('findable_runs', {
    id: uuid().notNull(),
    workflowId: uuid().notNull(),
    version: integer(),
    status: runStatusEnum().notNull(),
    isTest: boolean().notNull(),
    subjectTable: text(),
    subjectId: uuid(),
    createdAt: moment().notNull(),
    completedAt: moment(),
    errorMessage: text(),
    errorNodeId: text(),
    errorCode: text(),
    errorConcerns: text().notNull(),
    repeatedAt: moment(),
  })
  .existing()

/** What events are found by, likewise. */
export const findableEvents = hubflow
  .view('findable_events', {
    id: uuid().notNull(),
    type: text().notNull(),
    data: jsonb().$type<{ [key: string]: Json }>().notNull(),
    occurredAt: moment().notNull(),
    dispatchedAt: moment(),
  })
  .existing()
