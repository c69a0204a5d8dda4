import { sentenceOfAlert } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, asc, eq, inArray, isNull, or, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { AlertList, AlertRule, ChangeAlert, CreateAlert, ListAlerts } from '../contract/alert.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { alertOccasions, alertRules, userProfiles, workflows } = tables

/** Without the rules of workflows in the bin: they tell nothing, and come back with their workflow. */
export async function listAlerts(
  services: Services,
  caller: Caller,
  { workflowId }: z.output<typeof ListAlerts>,
): Promise<z.output<typeof AlertList>> {
  const concerns =
    workflowId === undefined ? undefined : or(eq(alertRules.workflowId, workflowId), isNull(alertRules.workflowId))
  const items = await asPerson(services.database, caller.id, (tx) => readRules(tx, concerns))
  return { items, nextCursor: null }
}

export async function createAlert(
  services: Services,
  caller: Caller,
  rule: z.output<typeof CreateAlert>,
): Promise<AlertRule> {
  if (caller.role === 'agent') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
  return asPerson(services.database, caller.id, async (tx) => {
    await requireKnown(tx, rule)
    const [created] = await tx
      .insert(alertRules)
      .values({ ...rule, createdBy: caller.id })
      .returning({ id: alertRules.id })
    if (!created) throw new Error('the insert of a rule gave no row back')
    const made = await readRule(tx, created.id)
    await writeAudit(tx, caller, 'alert.created', { type: 'alert', id: made.id }, { ...rule, name: nameOf(made) })
    return made
  })
}

/** 422 where it would tell nobody, or is about what is not there. */
export async function changeAlert(
  services: Services,
  caller: Caller,
  id: string,
  changes: z.output<typeof ChangeAlert>,
): Promise<AlertRule> {
  return asPerson(services.database, caller.id, async (tx) => {
    const before = await readRule(tx, id)
    const after = { ...before, ...changes }
    if (!after.byNotification && !after.byMail)
      throw refused('/byNotification', 'Tell by notification, by mail, or both. To tell nobody, switch the rule off.')
    await requireKnown(tx, changes)
    const beginsAnew =
      after.workflowId !== before.workflowId ||
      JSON.stringify(after.condition) !== JSON.stringify(before.condition) ||
      (after.enabled && !before.enabled)
    await tx
      .update(alertRules)
      .set({ ...changes, updatedAt: sql`hubflow.now()`, ...(beginsAnew ? { since: sql`hubflow.now()` } : {}) })
      .where(eq(alertRules.id, id))
    const changed = await readRule(tx, id)
    await writeAudit(tx, caller, 'alert.changed', { type: 'alert', id }, { ...changes, name: nameOf(changed) })
    return changed
  })
}

export async function deleteAlert(services: Services, caller: Caller, id: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const rule = await readRule(tx, id)
    await tx.delete(alertRules).where(eq(alertRules.id, id))
    const { workflowId, condition } = rule
    await writeAudit(tx, caller, 'alert.deleted', { type: 'alert', id }, { workflowId, condition, name: nameOf(rule) })
  })
}

/** What the audit log calls it by: a rule has no other name than what it says. */
function nameOf({ condition, workflowName }: AlertRule): string {
  return sentenceOfAlert(condition, workflowName)
}

/** What it is about is there, and who is to be told may see workflows. */
async function requireKnown(tx: Transaction, rule: z.output<typeof ChangeAlert>): Promise<void> {
  if (rule.workflowId) {
    const [found] = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(eq(workflows.id, rule.workflowId), isNull(workflows.deletedAt)))
    if (!found) throw refused('/workflowId', 'There is no such workflow. Choose another one, or all workflows.')
  }
  const asked = (rule.recipients ?? []).flatMap((recipient) =>
    recipient.startsWith('user:') ? [recipient.slice('user:'.length)] : [],
  )
  if (asked.length === 0) return
  const people = await tx
    .select({ id: userProfiles.id, role: userProfiles.role })
    .from(userProfiles)
    .where(and(inArray(userProfiles.id, asked), isNull(userProfiles.disabledAt)))
  const mayBeTold = new Set(people.filter(({ role }) => role !== 'agent').map(({ id }) => id))
  if (!asked.every((id) => mayBeTold.has(id)))
    throw refused('/recipients', 'One of these people has left or may not see workflows. Choose somebody else.')
}

function refused(pointer: string, detail: string): HttpProblem {
  return new HttpProblem(422, detail, { errors: [{ pointer, detail, code: 'not-possible' }] })
}

async function readRule(tx: Transaction, id: string): Promise<AlertRule> {
  const [rule] = await readRules(tx, eq(alertRules.id, id))
  if (!rule) throw notFound()
  return rule
}

async function readRules(tx: Transaction, which: SQL | undefined): Promise<AlertRule[]> {
  const rows = await tx
    .select({
      id: alertRules.id,
      workflowId: alertRules.workflowId,
      workflowName: workflows.name,
      condition: alertRules.condition,
      recipients: alertRules.recipients,
      byNotification: alertRules.byNotification,
      byMail: alertRules.byMail,
      enabled: alertRules.enabled,
      lastToldAt: alertRules.lastToldAt,
      createdBy: { id: userProfiles.id, name: userProfiles.name },
      createdAt: alertRules.createdAt,
    })
    .from(alertRules)
    .innerJoin(userProfiles, eq(userProfiles.id, alertRules.createdBy))
    .leftJoin(workflows, eq(workflows.id, alertRules.workflowId))
    .where(and(which, isNull(workflows.deletedAt)))
    .orderBy(asc(alertRules.createdAt), asc(alertRules.id))
  const lasting = await lastingStates(
    tx,
    rows.filter(({ enabled }) => enabled).map(({ id }) => id),
  )
  return rows.map(({ createdAt, lastToldAt, ...row }) => ({
    ...row,
    lastToldAt: lastToldAt?.toISOString() ?? null,
    lasting: (lasting.get(row.id) ?? []).map(({ ruleId: _, since, ...state }) => ({
      ...state,
      since: since.toISOString(),
    })),
    createdAt: createdAt.toISOString(),
  }))
}

async function lastingStates(tx: Transaction, ruleIds: string[]) {
  const states = await tx
    .select({
      ruleId: alertOccasions.ruleId,
      workflowId: alertOccasions.workflowId,
      workflowName: workflows.name,
      since: alertOccasions.beganAt,
    })
    .from(alertOccasions)
    .leftJoin(workflows, eq(workflows.id, alertOccasions.workflowId))
    .where(inArray(alertOccasions.ruleId, ruleIds))
    .orderBy(asc(alertOccasions.beganAt))
  return Map.groupBy(states, ({ ruleId }) => ruleId)
}
