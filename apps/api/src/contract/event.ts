import { DECISION_VERDICTS, HUB_TABLE_NAMES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'

const name = z.string().min(1).max(255)

/** A CloudEvents 1.0 event with JSON data; attributes of its own are taken and not kept. */
export const CloudEvent = z
  .object({
    specversion: z.literal('1.0', 'say "1.0": no other version of CloudEvents is taken'),
    id: name,
    source: name,
    type: name,
    time: z.iso.datetime({ offset: true }).optional(),
    subject: name.optional(),
    dataschema: name.optional(),
    datacontenttype: z
      .string()
      .regex(/^application\/([\w.+-]+\+)?json\b/i, 'only JSON data is taken')
      .optional(),
    data: z.record(z.string(), z.json(), 'send a JSON object that names the records concerned'),
  })
  .catchall(z.union([z.string(), z.number(), z.boolean()]))
export const EventAccepted = z.object({ eventId: Uuid })

/** Why a trigger did or did not start a run. */
export const Decision = z.object({
  id: Uuid,
  workflowId: Uuid,
  workflowName: z.string(),
  verdict: z.enum(DECISION_VERDICTS),
  /** What happened and what to do, in words. */
  sentence: z.string(),
  detail: z.record(z.string(), z.json()),
  eventId: Uuid.nullable(),
  eventType: z.string().nullable(),
  /** The run that was started, or the one that was in the way. */
  runId: Uuid.nullable(),
  subject: z.object({ table: z.string(), id: Uuid, title: z.string().nullable() }).nullable(),
  decidedAt: Time,
})
export const DecisionList = listOf(Decision)
export const ListDecisions = z.object({
  ...pageQuery,
  workflowId: Uuid.optional(),
  verdict: z.enum(DECISION_VERDICTS).optional(),
  table: z.enum(HUB_TABLE_NAMES).optional(),
  recordId: Uuid.optional(),
})

export type Decision = z.infer<typeof Decision>
export type CloudEvent = z.output<typeof CloudEvent>
