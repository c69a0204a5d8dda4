import { field, fields } from '@hubflow/core'
import { z } from 'zod'
import { defineTrigger } from '../node.ts'

const EVENT_TYPE = /^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+$/

export const event = defineTrigger({
  type: 'event',
  title: 'Something happens in the hub',
  summary: 'Starts each time the chosen event happens, such as a new policy.',
  group: 'When',
  icon: 'bolt',
  sentence: 'When {{eventType}}',
  config: fields({
    eventType: field(z.string({ error: 'Choose an event.' }).regex(EVENT_TYPE, 'Choose an event.').max(120), {
      title: 'Event',
      description: 'What must happen for the workflow to start.',
      widget: 'event-type',
    }),
    entry: field(z.enum(['every-time']), {
      title: 'How often for the same record',
      advanced: true,
      labels: { 'every-time': 'Every time' },
    }).optional(),
  }),
  initialConfig: { eventType: '' },
  example: { eventType: 'policy.created' },
  output: z.object({
    type: z.string().meta({ title: 'Event', description: 'Its name, such as policy.created.' }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ title: 'Details', description: 'The ids that belong to the event.' }),
  }),
})
