import { isTimeEventType, nextOccurrences, scheduleOfTrigger, sentenceOfSchedule } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { eq, sql } from 'drizzle-orm'
import type { WhyCheck } from '../contract/why.ts'
import { fixedHour } from '../settings/fixed-hour.ts'
import type { AskedRecord } from './subject.ts'
import { type AskedWorkflow, shownTime } from './workflow-checks.ts'

const { triggerEventTypes } = tables

/** How long events and decisions are kept. */
const KEPT_DAYS = 30

interface Asked {
  workflow: AskedWorkflow
  record: AskedRecord | null
  timeZone: string
}

/** Whether what starts the workflow has happened at all. */
export async function eventChecks(tx: Transaction, asked: Asked): Promise<WhyCheck[]> {
  const { workflow } = asked
  const trigger = { type: workflow.triggerType ?? '', config: workflow.config }
  switch (trigger.type) {
    case 'manual':
      return [
        { state: 'know', sentence: 'It starts only by hand, with “Run now”: no event, call or time of day starts it.' },
      ]
    case 'webhook':
      return [
        {
          state: 'know',
          sentence:
            'It starts when its web address is called. Where no run stands below, no call came, or it was refused and its caller was told why: a wrong address, method, signature or content type.',
          link: { label: 'Open the workflow', place: 'workflow' },
        },
      ]
    case 'schedule':
      return [await scheduleCheck(tx, asked, trigger)]
    case 'event':
      return isTimeEventType(workflow.config.eventType)
        ? [await scheduleCheck(tx, asked, trigger)]
        : await happenedChecks(tx, asked, String(workflow.config.eventType ?? ''))
    default:
      return [{ state: 'wrong', sentence: 'It has no trigger. Open it and choose what starts it.' }]
  }
}

async function scheduleCheck(
  tx: Transaction,
  { timeZone }: Asked,
  trigger: { type: string; config: Record<string, unknown> },
): Promise<WhyCheck> {
  const schedule = scheduleOfTrigger(trigger, await fixedHour(tx))
  const link = { label: 'Open the workflow', place: 'workflow' as const }
  if (schedule === null)
    return { state: 'wrong', sentence: 'Its schedule cannot be read. Set it anew and publish.', link }
  const [clock] = await tx.execute<{ now: string }>(sql`select hubflow.now() as now`)
  const [next] = nextOccurrences(schedule, { after: new Date(clock?.now ?? Date.now()), count: 1, timeZone })
  const words = sentenceOfSchedule(schedule, { timeZone })
  return next === undefined
    ? {
        state: 'wrong',
        sentence: `Its schedule has ended (${words}): no further time comes. Change it and publish.`,
        link,
      }
    : {
        state: 'know',
        sentence: `It starts by its schedule: ${words}. The next time is ${next.localTime.replace('T', ' ')}.`,
      }
}

async function happenedChecks(tx: Transaction, asked: Asked, eventType: string): Promise<WhyCheck[]> {
  const { record } = asked
  const [type] = await tx.select().from(triggerEventTypes).where(eq(triggerEventTypes.name, eventType))
  const link = { label: 'Go to the events', place: 'events' as const }
  if (!type)
    return [{ state: 'wrong', sentence: `There is no event “${eventType}” in this hub. Choose another trigger.`, link }]
  const checks: WhyCheck[] = []
  if (!type.enabled)
    checks.push({
      state: 'wrong',
      sentence: `The event “${type.title}” is switched off, so it starts nothing. An admin can switch it on.`,
      link,
    })
  if (record && type.subjectTable !== record.table) {
    const sentence = `It starts from “${type.title}” (${eventType}), and that is not about a ${record.kind}: nothing that happens to this ${record.kind} starts it.`
    return [...checks, { state: 'wrong', sentence }]
  }
  const [found] = await tx.execute<{ count: number; last: string | null }>(sql`
    select count(*)::int as count, max(occurred_at) as last from hubflow.findable_events
    where type = ${eventType} and occurred_at > hubflow.now() - make_interval(days => ${KEPT_DAYS})
      and ${record === null ? sql`true` : sql`data @> jsonb_build_object(${type.subjectKey ?? ''}::text, ${record.id}::text)`}`)
  return [...checks, happened(asked, { title: type.title, name: eventType }, found ?? { count: 0, last: null })]
}

function happened(
  { workflow, record, timeZone }: Asked,
  { title, name }: { title: string; name: string },
  { count, last }: { count: number; last: string | null },
): WhyCheck {
  const of = record ? ` for this ${record.kind}` : ''
  if (count > 0 && last !== null) {
    const times = count === 1 ? 'once' : `${count} times`
    const lastly = `${count === 1 ? ', at' : ', the last time at'} ${shownTime(new Date(last), timeZone)}`
    return {
      state: 'ok',
      sentence: `“${title}” (${name}) happened ${times}${of} in the last ${KEPT_DAYS} days${lastly}. Below stands what came of it.`,
    }
  }
  return {
    state: 'wrong',
    sentence: `“${title}” (${name}) did not happen${of} in the last ${KEPT_DAYS} days, so there was nothing to start from. ${whatToCheck(workflow, record, timeZone)}`,
  }
}

/** What the dates of record and workflow say, where no event is kept. */
function whatToCheck({ firstPublishedAt }: AskedWorkflow, record: AskedRecord | null, timeZone: string): string {
  if (record === null) return 'Make the change in the hub that it waits for, and look here again.'
  const added = `It was added at ${shownTime(record.createdAt, timeZone)}`
  if (firstPublishedAt !== null && record.createdAt < firstPublishedAt)
    return `${added}, before this workflow was first published at ${shownTime(firstPublishedAt, timeZone)}; what happened before that starts nothing. Run it by hand for this ${record.kind}.`
  return `${added}; what is older than ${KEPT_DAYS} days is not kept. Make the change that the workflow waits for, and look here again.`
}
