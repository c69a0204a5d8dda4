import { asPerson } from '@hubflow/db'
import type { z } from 'zod'
import type { AskWhy, Why, WhyCheck } from '../contract/why.ts'
import type { Caller } from '../http/env.ts'
import { notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { eventChecks } from './event-checks.ts'
import { healthChecks } from './health-checks.ts'
import { momentsOf } from './moments.ts'
import { readListening, recordChecks } from './record-checks.ts'
import { readSubject } from './subject.ts'
import { readAsked, workflowChecks } from './workflow-checks.ts'

/** Why a workflow did or did not run, for one record, for all, or whatever could have run for a record. */
export async function askWhy(
  services: Services,
  caller: Caller,
  { workflowId, table, recordId }: z.output<typeof AskWhy>,
): Promise<Why> {
  // Agents see no workflow: for them there is nothing to ask about.
  if (caller.role === 'agent') throw notFound()
  const { timeZone, mail } = services.config
  return asPerson(services.database, caller.id, async (tx) => {
    const workflow = workflowId === undefined ? null : await readAsked(tx, workflowId)
    const record = table === undefined || recordId === undefined ? null : await readSubject(tx, { table, id: recordId })
    const context = { workflow, record, timeZone }
    return {
      workflow: workflow && { id: workflow.id, name: workflow.name },
      record: record && { table: record.table, id: record.id, title: record.title },
      checks: inTheWayFirst([
        ...(workflow ? workflowChecks(workflow, timeZone) : []),
        ...(workflow ? await eventChecks(tx, { workflow, record, timeZone }) : []),
        ...(record && !workflow ? recordChecks(record, await readListening(tx, record)) : []),
        ...(await healthChecks(tx, { workflow, record, mail, role: caller.role })),
      ]),
      moments: await momentsOf(tx, context),
    }
  })
}

/** What is in the way stands first; the order is kept otherwise. */
function inTheWayFirst(checks: WhyCheck[]): WhyCheck[] {
  return [...checks.filter(({ state }) => state === 'wrong'), ...checks.filter(({ state }) => state !== 'wrong')]
}
