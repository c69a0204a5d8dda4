import { field, fields, RulesSchema } from '@hubflow/core'
import { z } from 'zod'
import { defineTrigger } from '../node.ts'

const EVENT_TYPE = /^[a-z][a-z0-9_-]*(\.[a-z][a-z0-9_-]*)+$/

export const event = defineTrigger({
  type: 'event',
  title: 'Something happens in the hub',
  summary: 'Starts each time the chosen event happens, such as a new policy.',
  group: 'When',
  icon: 'bolt',
  sentence: 'When {{eventType}}[ and {{filter}}]',
  config: fields({
    eventType: field(z.string({ error: 'Choose an event.' }).regex(EVENT_TYPE, 'Choose an event.').max(120), {
      title: 'Event',
      help: 'The fact that starts the workflow, such as “A policy is added”. It starts by itself each time, whoever made the change.',
      description: 'What must happen for the workflow to start.',
      widget: 'event-type',
    }),
    filter: field(RulesSchema, {
      title: 'Only when',
      help: 'Narrows it down: for example only policies of one carrier. Below you see how many records would match today.',
      description: 'What must hold besides. Without it, every such event starts a run.',
      widget: 'rules',
    }).optional(),
    entry: field(z.enum(['every-time', 'once-per-subject', 'not-while-running']), {
      title: 'How often for the same record',
      help: 'A policy may change again and again. “Once” welcomes a client one time only; “Not while a run for it is under way” keeps two reminders from running side by side.',
      advanced: true,
      labels: {
        'every-time': 'Every time',
        'once-per-subject': 'Once',
        'not-while-running': 'Not while a run for it is under way',
      },
    }).optional(),
  }),
  initialConfig: { eventType: '' },
  example: {
    eventType: 'recruit.phase_changed',
    filter: { combinator: 'and', rules: [{ field: 'subject.phase', operator: 'changed_to', value: 'contracting' }] },
    entry: 'once-per-subject',
  },
  output: z.object({
    type: z.string().meta({ title: 'Event', description: 'Its name, such as policy.created.' }),
    data: z
      .record(z.string(), z.unknown())
      .meta({ title: 'Details', description: 'The ids that belong to the event.' }),
  }),
})
