import type { WorkflowStatus } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { eq, sql } from 'drizzle-orm'
import { writeAudit } from '../audit.ts'
import type { TemplateUse } from '../contract/email-template.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { emailTemplates } = tables

/** Every mail template that a definition names, with the workflow and where the definition stands. */
const NAMED = sql`
  select w.id as workflow_id, lower(node -> 'config' ->> 'templateId') as template_id, place
  from hubflow.workflows w
  cross join lateral (
    select w.draft as definition, 'draft' as place
    union all
    select v.definition, 'live' from hubflow.workflow_versions v
    where v.workflow_id = w.id and v.version = w.live_version
    union all
    select v.definition, 'runs' from hubflow.workflow_versions v
    where v.workflow_id = w.id and v.version is distinct from w.live_version and exists (
      select from hubflow.workflow_runs r where r.workflow_id = w.id and r.version = v.version
        and r.status in ('pending', 'running', 'waiting', 'held'))) stands
  cross join lateral jsonb_array_elements(stands.definition -> 'nodes') node
  where w.deleted_at is null and node -> 'config' ->> 'templateId' <> ''`

/** How many workflows use each template, by its id. */
export async function countUses(tx: Transaction): Promise<Map<string, number>> {
  const rows = await tx.execute<{ id: string; count: number }>(
    sql`select template_id as id, count(distinct workflow_id)::int as count from (${NAMED}) named group by 1`,
  )
  return new Map(rows.map(({ id, count }) => [id, count]))
}

/** The workflows that use a template; 404 where there is none. */
export async function listUses(services: Services, caller: Caller, id: string): Promise<TemplateUse[]> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [known] = await tx.select({ id: emailTemplates.id }).from(emailTemplates).where(eq(emailTemplates.id, id))
    if (!known) throw notFound()
    return usesOf(tx, id)
  })
}

/** 409 with the workflows that use it: each of their mails would fail. */
export async function deleteEmailTemplate(services: Services, caller: Caller, id: string): Promise<void> {
  await asPerson(services.database, caller.id, async (tx) => {
    const [deleted] = await tx
      .delete(emailTemplates)
      .where(eq(emailTemplates.id, id))
      .returning({ name: emailTemplates.name })
    if (!deleted) throw notFound()
    const uses = await usesOf(tx, id)
    if (uses.length > 0) {
      const names = uses.map(({ name }) => `"${name}"`).join(', ')
      throw new HttpProblem(409, `This template is used by ${names}. Choose another one there first.`, {
        members: { uses },
      })
    }
    await writeAudit(tx, caller, 'email-template.deleted', { type: 'email-template', id }, deleted)
  })
}

async function usesOf(tx: Transaction, id: string): Promise<TemplateUse[]> {
  const rows = await tx.execute<{ workflowId: string; name: string; status: WorkflowStatus; places: string[] }>(sql`
    select w.id as "workflowId", w.name, w.status, array_agg(distinct named.place) as places
    from (${NAMED}) named join hubflow.workflows w on w.id = named.workflow_id
    where named.template_id = ${id.toLowerCase()}
    group by w.id order by lower(w.name)`)
  return rows.map(({ places, ...workflow }) => ({
    ...workflow,
    inDraft: places.includes('draft'),
    isLive: places.includes('live'),
    inRuns: places.includes('runs'),
  }))
}
