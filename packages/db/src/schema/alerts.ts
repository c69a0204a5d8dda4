import type { AlertCondition, AlertRecipient } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, jsonb, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, moment, updatedAt } from './columns.ts'
import { userProfiles } from './people.ts'
import { workflows } from './workflows.ts'

/** Whom to tell when a workflow, or any, comes into a state that somebody should look at. */
export const alertRules = hubflow.table(
  'alert_rules',
  {
    id: id(),
    /** Null: all workflows. */
    workflowId: uuid().references(() => workflows.id, { onDelete: 'cascade' }),
    condition: jsonb().$type<AlertCondition>().notNull(),
    recipients: jsonb().$type<AlertRecipient[]>().notNull(),
    byNotification: boolean().notNull().default(true),
    byMail: boolean().notNull().default(false),
    enabled: boolean().notNull().default(true),
    /** What happened before this moment is no news: it was made, changed or switched on then. */
    since: createdAt(),
    lastToldAt: moment(),
    createdBy: uuid()
      .notNull()
      .references(() => userProfiles.id),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index('alert_rules_workflow').on(table.workflowId),
    check('alert_rules_way', sql`${table.byNotification} or ${table.byMail}`),
  ],
)

/** A state that lasts: one row for a rule and a workflow while it does, so that nobody is told of its beginning twice. */
export const alertOccasions = hubflow.table(
  'alert_occasions',
  {
    id: id(),
    ruleId: uuid()
      .notNull()
      .references(() => alertRules.id, { onDelete: 'cascade' }),
    /** Null where the state is that of all workflows together. */
    workflowId: uuid().references(() => workflows.id, { onDelete: 'cascade' }),
    beganAt: createdAt(),
    toldAt: createdAt(),
  },
  (table) => [
    uniqueIndex('alert_occasions_one').on(
      table.ruleId,
      sql`coalesce(${table.workflowId}, '00000000-0000-0000-0000-000000000000')`,
    ),
    index('alert_occasions_workflow').on(table.workflowId),
  ],
)
