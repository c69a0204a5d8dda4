import { sql } from 'drizzle-orm'
import { boolean, date, index, integer, jsonb, numeric, text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hub, id, moment, updatedAt } from './columns.ts'
import { userProfiles } from './people.ts'

export const policyStatusEnum = hub.enum('policy_status', ['pending', 'active', 'lapsed', 'cancelled'])
export const commissionStatusEnum = hub.enum('commission_status', ['expected', 'received', 'charged_back'])
export const recruitPhaseEnum = hub.enum('recruit_phase', [
  'applied',
  'interview',
  'contracting',
  'licensing',
  'training',
  'active',
  'dropped',
])

export const agents = hub.table('agents', {
  id: id(),
  userId: uuid()
    .unique()
    .references(() => userProfiles.id, { onDelete: 'set null' }),
  firstName: text().notNull(),
  lastName: text().notNull(),
  email: text().notNull(),
  phone: text(),
  active: boolean().notNull().default(true),
  createdAt: createdAt(),
  updatedAt: updatedAt(),
})

export const clients = hub.table(
  'clients',
  {
    id: id(),
    firstName: text().notNull(),
    lastName: text().notNull(),
    email: text(),
    phone: text(),
    birthDate: date({ mode: 'string' }),
    agentId: uuid()
      .notNull()
      .references(() => agents.id),
    doNotContact: boolean().notNull().default(false),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [
    index().on(table.agentId),
    index('clients_do_not_contact').on(sql`lower(${table.email})`).where(sql`${table.doNotContact}`),
  ],
)

export const policies = hub.table(
  'policies',
  {
    id: id(),
    policyNumber: text().notNull(),
    clientId: uuid()
      .notNull()
      .references(() => clients.id),
    agentId: uuid()
      .notNull()
      .references(() => agents.id),
    carrier: text().notNull(),
    product: text().notNull(),
    premium: numeric({ precision: 12, scale: 2 }).notNull(),
    status: policyStatusEnum().notNull().default('pending'),
    effectiveDate: date({ mode: 'string' }),
    renewalDate: date({ mode: 'string' }),
    notes: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex().on(table.policyNumber), index().on(table.clientId), index().on(table.agentId)],
)

export const commissions = hub.table(
  'commissions',
  {
    id: id(),
    policyId: uuid()
      .notNull()
      .references(() => policies.id),
    agentId: uuid()
      .notNull()
      .references(() => agents.id),
    amount: numeric({ precision: 12, scale: 2 }).notNull(),
    status: commissionStatusEnum().notNull().default('expected'),
    dueDate: date({ mode: 'string' }),
    receivedAt: moment(),
    notes: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.policyId), index().on(table.agentId)],
)

export const recruits = hub.table(
  'recruits',
  {
    id: id(),
    firstName: text().notNull(),
    lastName: text().notNull(),
    email: text(),
    phone: text(),
    phase: recruitPhaseEnum().notNull().default('applied'),
    agentId: uuid()
      .notNull()
      .references(() => agents.id),
    phaseChangedAt: moment(),
    notes: text(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.agentId)],
)

export const targets = hub.table(
  'targets',
  {
    id: id(),
    agentId: uuid()
      .notNull()
      .references(() => agents.id),
    name: text().notNull(),
    goal: numeric({ precision: 14, scale: 2 }).notNull(),
    current: numeric({ precision: 14, scale: 2 }).notNull().default('0'),
    /** Percent reached: 0, 25, 50, 75 or 100; kept by a trigger from `current` and `goal`. */
    milestone: integer().notNull().default(0),
    periodStart: date({ mode: 'string' }).notNull(),
    periodEnd: date({ mode: 'string' }).notNull(),
    createdAt: createdAt(),
    updatedAt: updatedAt(),
  },
  (table) => [index().on(table.agentId)],
)

/** The hub's own append-only log of changes; events are derived from it, at once by a trigger or later by the worker. */
export const changes = hub.table(
  'changes',
  {
    id: id(),
    tableName: text().notNull(),
    recordId: uuid().notNull(),
    operation: text().notNull(),
    old: jsonb().$type<Record<string, unknown>>(),
    new: jsonb().$type<Record<string, unknown>>(),
    changedBy: uuid(),
    /** How many workflows started one another before this change (0 = a person or another system made it). */
    chainDepth: integer().notNull().default(0),
    chain: jsonb().$type<{ workflowId: string; name: string }[]>().notNull().default([]),
    changedAt: createdAt(),
    /** Set when the events that follow from it exist. */
    dispatchedAt: moment(),
  },
  (table) => [
    index('changes_waiting').on(table.changedAt).where(sql`${table.dispatchedAt} is null`),
    index('changes_of_record').on(table.recordId, table.changedAt.desc().nullsFirst(), table.id),
  ],
)
