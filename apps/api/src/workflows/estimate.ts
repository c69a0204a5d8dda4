import {
  type Definition,
  evaluateRules,
  findTrigger,
  localTimeAt,
  occurrencesBetween,
  type Rules,
  RulesSchema,
  rootsInRules,
  scheduleOfTrigger,
  type WorkflowNode,
} from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, desc, eq, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { businessTime } from '../business-time.ts'
import type { Estimate, EstimateWorkflow } from '../contract/workflow.ts'
import { type RecordedEvent, readSubjects, recordedEvents } from '../events/recorded.ts'
import type { Caller } from '../http/env.ts'
import { isHubTable, UUID } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import type { Services } from '../services.ts'
import { fixedHour } from '../settings/fixed-hour.ts'
import { viewWorkflow } from './view.ts'

const { findableRuns, workflowRuns } = tables

const DAYS = 30
/** More events than these are not looked at: the answer comes while somebody waits for it. */
const MOST_EVENTS = 2000
const MOST_OCCURRENCES = 50_000
const EXAMPLES = 5

/** What one start would have been: when, and about which record. */
type Start = Omit<RecordedEvent, 'id' | 'data'>

/** How often the draft, or the given definition, starts: seen in what happened in the last 30 days. Changes nothing. */
export async function estimate(
  services: Services,
  caller: Caller,
  id: string,
  body: z.output<typeof EstimateWorkflow>,
): Promise<Estimate> {
  return asPerson(services.database, caller.id, async (tx) => {
    const workflow = await viewWorkflow(services, tx, id)
    const definition = body.definition ?? workflow.draft.definition
    const trigger = findTrigger(definition)
    const now = await businessTime(tx)
    const counted = await countStarts(tx, { id, name: workflow.name, definition, trigger, now, services })
    return {
      ...counted,
      days: DAYS,
      waitingRuns: await countWaiting(tx, id),
      examples: await examplesOf(tx, counted.found),
    }
  })
}

interface Subject {
  id: string
  name: string
  definition: Definition
  trigger: WorkflowNode | undefined
  now: Date
  services: Services
}

async function countStarts(tx: Transaction, { id, name, definition, trigger, now, services }: Subject) {
  const { timeZone: hubZone } = services.config
  const timeZone = definition.settings?.timeZone ?? hubZone
  const schedule = trigger && scheduleOfTrigger(trigger, await fixedHour(tx))
  if (trigger?.type === 'event' && !schedule) {
    const filter = RulesSchema.safeParse(trigger.config.filter)
    const { starts, looked, isCapped } = await startsByEvents(tx, trigger, {
      filter: filter.success ? filter.data : null,
      workflow: { id, name },
      now,
      timeZone,
    })
    return { kind: 'event' as const, ...inTotal(starts, hubZone), looked, isCapped }
  }
  if (trigger?.type === 'schedule' || schedule) {
    const until = new Date(now.getTime() + DAYS * 86_400_000)
    const times = schedule ? occurrencesBetween(schedule, { after: now, until, timeZone, limit: MOST_OCCURRENCES }) : []
    const isCapped = times.length === MOST_OCCURRENCES
    return { kind: 'schedule' as const, ...inTotal(times, hubZone), looked: null, isCapped }
  }
  if (trigger === undefined) return { kind: 'none' as const, ...inTotal([], hubZone), looked: null, isCapped: false }
  const starts = await earlierRuns(tx, id)
  const kind = trigger.type === 'webhook' ? ('webhook' as const) : ('manual' as const)
  return { kind, ...inTotal(starts, hubZone), looked: null, isCapped: starts.length === MOST_EVENTS }
}

interface EventQuestion {
  filter: Rules | null
  workflow: { id: string; name: string }
  now: Date
  timeZone: string
}

/** The events of the trigger's kind that its filter lets in, with the records as they are now. */
async function startsByEvents(
  tx: Transaction,
  trigger: WorkflowNode,
  { filter, workflow, now, timeZone }: EventQuestion,
) {
  const type = String(trigger.config.eventType ?? '')
  const { looked, isCapped } = await recordedEvents(tx, type, { days: DAYS, most: MOST_EVENTS })
  const subjects = filter && rootsInRules(filter).has('subject') ? await readSubjects(tx, looked) : new Map()
  const letIn = looked.filter(({ data, subject }) => {
    if (filter === null) return trigger.config.filter === undefined
    const scope = {
      trigger: { type, data },
      workflow,
      now: now.toISOString(),
      subject: subjects.get(subject?.id) ?? null,
    }
    return evaluateRules(filter, scope, { timeZone }).holds
  })
  const starts = trigger.config.entry === 'once-per-subject' ? firstOfEach(letIn) : letIn
  return { starts, looked: looked.length, isCapped }
}

/** `starts` is newest first: of each subject its earliest stays. */
function firstOfEach<Each extends Start>(starts: Each[]): Each[] {
  const seen = new Set<string>()
  return starts
    .toReversed()
    .filter(({ subject }) => subject === undefined || (!seen.has(subject.id) && seen.add(subject.id)))
    .reverse()
}

async function earlierRuns(tx: Transaction, id: string): Promise<Start[]> {
  return tx
    .select({ at: findableRuns.createdAt })
    .from(findableRuns)
    .where(
      and(
        eq(findableRuns.workflowId, id),
        eq(findableRuns.isTest, false),
        sql`${findableRuns.createdAt} > hubflow.now() - make_interval(days => ${DAYS})`,
      ),
    )
    .orderBy(desc(findableRuns.createdAt))
    .limit(MOST_EVENTS)
}

function inTotal(found: Start[], hubZone: string) {
  const days = Map.groupBy(found, ({ at }) => localTimeAt(at, hubZone).slice(0, 10))
  const perDay = [...days.values()].map((ofDay) => ofDay.length)
  return { found, starts: found.length, busiestDay: Math.max(0, ...perDay) }
}

async function countWaiting(tx: Transaction, id: string): Promise<number> {
  return tx.$count(
    workflowRuns,
    and(eq(workflowRuns.workflowId, id), eq(workflowRuns.status, 'waiting'), eq(workflowRuns.isTest, false)),
  )
}

async function examplesOf(tx: Transaction, found: Start[]): Promise<Estimate['examples']> {
  const some = found.filter(({ subject }) => subject).slice(0, EXAMPLES)
  const refs = some.flatMap(({ subject }) =>
    subject && isHubTable(subject.table) && UUID.test(subject.id) ? [{ table: subject.table, id: subject.id }] : [],
  )
  const titles = await titlesOf(tx, refs)
  return some.flatMap(({ at, subject }) => {
    const title = titles.get(`${subject?.table}:${subject?.id}`)
    return title === undefined ? [] : [{ title, at: at.toISOString() }]
  })
}
