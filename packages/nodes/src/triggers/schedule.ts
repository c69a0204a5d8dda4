import { ScheduleSchema } from '@hubflow/core'
import { z } from 'zod'
import { defineTrigger } from '../node.ts'

export const schedule = defineTrigger({
  type: 'schedule',
  title: 'At certain times',
  summary: 'Starts on the days and at the times that you set, such as every Monday at 08:00.',
  group: 'When',
  icon: 'calendar-time',
  sentence:
    '{{kind}}[: {{weekdays}}][: day {{day}}][: {{nth.week}} {{nth.weekday}}][: every {{every}} {{unit}}][: {{cron}}][, at {{time}}]',
  config: ScheduleSchema,
  initialConfig: { kind: 'daily', time: '08:00' },
  example: { kind: 'weekly', weekdays: [1, 4], time: '08:00', timeZone: 'Europe/Berlin', missed: 'once' },
  output: z.object({
    scheduledFor: z.iso
      .datetime()
      .meta({ title: 'Scheduled for', description: 'The time that it was due, even when it started later.' }),
  }),
})
