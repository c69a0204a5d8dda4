import { z } from 'zod'
import { Uuid } from './common.ts'

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

export type CloudEvent = z.output<typeof CloudEvent>
