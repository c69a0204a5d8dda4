import { field, fields, isTemplate, momentOf } from '@hubflow/core'
import { z } from 'zod'
import { defineAction, type StepServices } from '../node.ts'
import { StepFailure } from '../step-failure.ts'

const UNIT_MS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }
const LONGEST_DAYS = 400

const Duration = fields({
  kind: field(z.literal('duration'), { title: 'Wait' }),
  amount: field(z.number({ error: 'Write how long.' }).int('Use a whole number.').min(1, 'Wait at least 1.'), {
    title: 'How long',
  }),
  unit: field(z.enum(['seconds', 'minutes', 'hours', 'days']), {
    title: 'Unit',
    labels: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
  }),
}).refine(({ amount, unit }) => amount * UNIT_MS[unit] <= LONGEST_DAYS * UNIT_MS.days, {
  path: ['amount'],
  message: `A workflow waits ${LONGEST_DAYS} days at most.`,
})

const Until = fields({
  kind: field(z.literal('until'), { title: 'Wait' }),
  at: field(
    z
      .string()
      .refine(
        isMoment,
        'Use a date and time like 2026-03-31T09:00, or insert one. Without an offset it is the hub’s own time.',
      ),
    {
      title: 'Until',
      description: 'A date, or a date and time; by the hub’s clock when it names no offset.',
      placeholder: '{{subject.renewal_date}}',
      template: true,
    },
  ),
})

const config = field(z.discriminatedUnion('kind', [Duration, Until]), {
  title: 'Wait',
  widget: 'duration',
  labels: { duration: 'For some time', until: 'Until a moment' },
})

export const wait = defineAction({
  type: 'wait',
  title: 'Wait',
  summary: 'Goes on after some time, or at a moment.',
  group: 'Timing',
  icon: 'clock-pause',
  sentence: 'Wait[ {{amount}} {{unit}}][ until {{at}}]',
  effect: 'none',
  config,
  initialConfig: { kind: 'duration', amount: 1, unit: 'days' },
  example: { kind: 'duration', amount: 3, unit: 'days' },
  output: z.object({
    resumedAt: z.iso.datetime().meta({ title: 'Went on at', description: 'The moment that the wait was for.' }),
  }),
  async run(config, services) {
    const resumeAt = endOf(config, services)
    return { status: 'waiting', resumeAt, output: { resumedAt: resumeAt.toISOString() } }
  },
  async preview(config, services) {
    const resumeAt = endOf(config, services)
    return {
      sentence: `Would continue ${inWords(resumeAt, services.timeZone)}`,
      detail: { resumeAt: resumeAt.toISOString() },
    }
  },
})

/** Never before now: a moment that is over is not waited for. */
function endOf(config: z.output<typeof wait.config>, services: StepServices): Date {
  if (config.kind === 'duration') return new Date(services.now.getTime() + config.amount * UNIT_MS[config.unit])
  const moment = momentOf(config.at, services.timeZone)
  if (!moment)
    throw new StepFailure('config-invalid', `“${config.at}” is no date and time. Insert one like 2026-03-31T09:00.`)
  if (moment.getTime() - services.now.getTime() > LONGEST_DAYS * UNIT_MS.days)
    throw new StepFailure(
      'config-invalid',
      `“${config.at}” is too far away: a workflow waits ${LONGEST_DAYS} days at most.`,
    )
  return new Date(Math.max(moment.getTime(), services.now.getTime()))
}

function isMoment(text: string): boolean {
  return isTemplate(text) || momentOf(text, 'UTC') !== null
}

function inWords(moment: Date, timeZone: string): string {
  return new Intl.DateTimeFormat('en-GB', {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
    timeZoneName: 'short',
  }).format(moment)
}
