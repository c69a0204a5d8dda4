import type { HubTableName, Json, NotificationKind } from '@hubflow/core'
import { sql } from 'drizzle-orm'
import { boolean, check, index, integer, jsonb, primaryKey, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, moment, updatedAt } from './columns.ts'
import { userProfiles } from './people.ts'
import { workflowRuns } from './runs.ts'

export const emailStatusEnum = hubflow.enum('email_status', ['pending', 'sending', 'sent', 'failed', 'cancelled'])

export const emailTemplates = hubflow.table('email_templates', {
  id: id(),
  name: text().notNull().unique(),
  description: text().notNull().default(''),
  category: text().notNull().default(''),
  /** The hub table of the records that it is about; null while nobody said. */
  subjectTable: text().$type<HubTableName>(),
  /** Both are templates with `{{…}}`. */
  subject: text().notNull(),
  bodyHtml: text().notNull(),
  /** The plain-text part, a template too, where somebody wrote one; null: it is made from the HTML. */
  bodyText: text(),
  bodyTextEditedAt: moment(),
  /** Marketing: its mail says how to unsubscribe, and is not sent to those who did. */
  isMarketing: boolean().notNull().default(false),
  /** Counts savings, so that two people do not overwrite each other. */
  revision: integer().notNull().default(1),
  createdBy: uuid().references(() => userProfiles.id),
  updatedBy: uuid().references(() => userProfiles.id),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

/** One row per recipient. A row without a run is the system's own mail (a forgotten password, a notification). */
export const emailQueue = hubflow.table(
  'email_queue',
  {
    id: id(),
    runId: uuid().references(() => workflowRuns.id, { onDelete: 'cascade' }),
    nodeId: text(),
    templateId: uuid().references(() => emailTemplates.id, { onDelete: 'set null' }),
    recipientId: uuid().references(() => userProfiles.id, { onDelete: 'set null' }),
    toAddress: text().notNull(),
    toName: text(),
    subject: text().notNull(),
    bodyHtml: text().notNull(),
    /** Null: made from the HTML as it is sent. */
    bodyText: text(),
    isMarketing: boolean().notNull().default(false),
    /** A template that somebody tries out; it belongs to no run. */
    isTest: boolean().notNull().default(false),
    variables: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    status: emailStatusEnum().notNull().default('pending'),
    attempts: integer().notNull().default(0),
    /** Not sent before this moment: backoff after a temporary refusal. */
    sendAfter: moment().notNull().default(sql`hubflow.now()`),
    /** Stable over retries. */
    messageId: text().notNull(),
    errorMessage: text(),
    workerId: uuid(),
    sentAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    index('email_queue_waiting').on(table.sendAfter).where(sql`${table.status} in ('pending', 'sending')`),
    index('email_queue_run').on(table.runId),
    index('email_queue_newest').on(table.createdAt, table.id.desc().nullsFirst()),
  ],
)

export const notifications = hubflow.table(
  'notifications',
  {
    id: id(),
    userId: uuid()
      .notNull()
      .references(() => userProfiles.id, { onDelete: 'cascade' }),
    runId: uuid().references(() => workflowRuns.id, { onDelete: 'cascade' }),
    nodeId: text(),
    /** What it is about: people choose by kind how they are told. */
    kind: text().$type<NotificationKind>().notNull().default('step'),
    /** False for who chose not to see this kind in the app; a database trigger says so, and queues the mail. */
    inApp: boolean().notNull().default(true),
    title: text().notNull(),
    message: text().notNull(),
    link: text(),
    /** Told once: a second notice with the same key to the same person is dropped. */
    noticeKey: text(),
    readAt: moment(),
    createdAt: createdAt(),
  },
  (table) => [
    uniqueIndex('notifications_notice').on(table.userId, table.noticeKey).where(sql`${table.noticeKey} is not null`),
    index('notifications_newest').on(table.userId, table.createdAt, table.id.desc().nullsFirst()),
    index('notifications_run').on(table.runId),
  ],
)

/** How a person is told of a kind of notification; what is absent has its default: in the app, no mail. */
export const notificationChoices = hubflow.table(
  'notification_choices',
  {
    userId: uuid()
      .notNull()
      .references(() => userProfiles.id, { onDelete: 'cascade' }),
    kind: text().$type<NotificationKind>().notNull(),
    inApp: boolean().notNull(),
    byMail: boolean().notNull(),
    updatedAt: updatedAt(),
  },
  (table) => [
    primaryKey({ columns: [table.userId, table.kind] }),
    check('notification_choices_required', sql`${table.inApp} or ${table.kind} <> 'takeover'`),
  ],
)

/** Addresses that get no marketing mail: unsubscribed, or entered by a person. */
export const emailSuppressions = hubflow.table('email_suppressions', {
  /** In lower case. */
  address: text().primaryKey(),
  reason: text().notNull(),
  createdBy: uuid().references(() => userProfiles.id, { onDelete: 'set null' }),
  createdAt: createdAt(),
})

/** What admins set for the whole hub; what is absent has its default. */
export const settings = hubflow.table('settings', {
  key: text().primaryKey(),
  value: jsonb().$type<Json>().notNull(),
  updatedBy: uuid().references(() => userProfiles.id, { onDelete: 'set null' }),
  updatedAt: updatedAt(),
})

/** Who did what, when: published, paused, retried, signed in. Append-only. Nobody's are the hub's own doing. */
export const auditLog = hubflow.table(
  'audit_log',
  {
    id: id(),
    userId: uuid(),
    action: text().notNull(),
    objectType: text().notNull(),
    objectId: text().notNull(),
    /** The workflow that it was done to, or to a run of which; filled in by a database trigger. */
    workflowId: uuid(),
    detail: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    createdAt: createdAt(),
  },
  (table) => [
    index('audit_log_newest').on(table.createdAt.desc().nullsFirst(), table.id),
    index('audit_log_person').on(table.userId, table.createdAt.desc().nullsFirst(), table.id),
    index('audit_log_workflow')
      .on(table.workflowId, table.createdAt.desc().nullsFirst(), table.id)
      .where(sql`${table.workflowId} is not null`),
  ],
)
