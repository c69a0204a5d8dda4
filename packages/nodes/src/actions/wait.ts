import {
  addDays,
  DEFAULT_TIME,
  field,
  fields,
  isTemplate,
  localTimeAt,
  momentOf,
  nextOccurrences,
  type ScheduleConfig,
  subjectPath,
  TimeOfDay,
  Weekday,
} from '@hubflow/core'
import { z } from 'zod'
import { withinBusinessHours } from '../business-hours.ts'
import { readData } from '../data.ts'
import { defineAction, type StepServices } from '../node.ts'
import { StepFailure } from '../step-failure.ts'

const UNIT_MS = { seconds: 1000, minutes: 60_000, hours: 3_600_000, days: 86_400_000 }
const LONGEST_DAYS = 400

const businessHours = field(z.boolean(), {
  title: 'Go on in business hours only',
  help: 'So that nobody gets a mail at night or on a Sunday. The hours are those of the workflow, or else the hub’s.',
  description: 'Outside of them it goes on when they next begin.',
  widget: 'switch',
  advanced: true,
}).optional()
const time = field(TimeOfDay, {
  title: 'At',
  help: 'The time of day at which it goes on, by the clock of the workflow’s time zone.',
  placeholder: DEFAULT_TIME,
  widget: 'time',
})

/** The constant that tells the variants apart; the label is what the node's sentence begins with. */
function kind<Kind extends string>(value: Kind, label: string) {
  return field(z.literal(value), { title: 'Wait', labels: { [value]: label } })
}

const Duration = fields({
  kind: kind('duration', 'Wait'),
  amount: field(z.number({ error: 'Write how long.' }).int('Use a whole number.').min(1, 'Wait at least 1.'), {
    title: 'How long',
    help: 'The number before the unit. A run that waits costs nothing and survives every restart.',
  }),
  unit: field(z.enum(['seconds', 'minutes', 'hours', 'days']), {
    title: 'Unit',
    help: 'Whether the number before it means seconds, minutes, hours or days. A day is 24 hours here; to go on at a time of day, choose another way to wait.',
    labels: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
  }),
  businessHours,
}).refine(({ amount, unit }) => amount * UNIT_MS[unit] <= LONGEST_DAYS * UNIT_MS.days, {
  path: ['amount'],
  message: `A workflow waits ${LONGEST_DAYS} days at most.`,
})

const Until = fields({
  kind: kind('until', 'Wait until'),
  at: field(
    z
      .string()
      .refine(
        isMoment,
        'Use a date and time like 2026-03-31T09:00, or insert one. Without an offset it is the hub’s own time.',
      ),
    {
      title: 'Until',
      help: 'The moment at which it goes on. When it has passed already, the run goes on at once.',
      description: 'A date, or a date and time; by the hub’s clock when it names no offset.',
      placeholder: '{{subject.renewal_date}}',
      template: true,
    },
  ),
  businessHours,
})

const DateField = fields({
  kind: kind('date-field', 'Wait until'),
  field: field(
    z
      .string()
      .min(1, 'Choose a date.')
      .max(500)
      .refine((text) => text === '' || subjectPath(text) !== null, 'Write a date’s name like subject.renewal_date.'),
    {
      title: 'Date',
      help: 'A date of the record, such as the renewal date of a policy. It is read when the run comes here.',
      description: 'A date of the record that the workflow is about.',
      widget: 'subject-field',
      placeholder: 'subject.renewal_date',
    },
  ),
  offsetDays: field(z.number().int('Use a whole number.').min(-LONGEST_DAYS).max(LONGEST_DAYS), {
    title: 'Days after it',
    help: 'With 0 it is the day itself; with −30, thirty days before the renewal.',
    description: 'Below zero for days before it, such as -30.',
    placeholder: '0',
  }).optional(),
  time: time.optional(),
  businessHours,
})

const OnWeekday = fields({
  kind: kind('weekday', 'Wait until'),
  weekday: Weekday,
  time: time.optional(),
  businessHours,
})

const AtTimeOfDay = fields({ kind: kind('time-of-day', 'Wait until'), time, businessHours })

const config = field(z.discriminatedUnion('kind', [Duration, Until, DateField, OnWeekday, AtTimeOfDay]), {
  title: 'Wait',
  help: 'How the run is held: for a while, until a moment, until a date of the record, or until a weekday or time of day comes.',
  widget: 'duration',
  labels: {
    duration: 'For some time',
    until: 'Until a moment',
    'date-field': 'Until a date of the record',
    weekday: 'Until a day of the week',
    'time-of-day': 'Until a time of day',
  },
})
type Config = z.output<typeof config>

export const wait = defineAction({
  type: 'wait',
  title: 'Wait',
  summary: 'Goes on after some time, or at a moment.',
  group: 'Timing',
  icon: 'clock-pause',
  sentence: '{{kind}}[ {{amount}} {{unit}}][ {{at}}][ {{field}}][, {{offsetDays}} days,][ {{weekday}}][ {{time}}]',
  effect: 'none',
  config,
  initialConfig: { kind: 'duration', amount: 1, unit: 'days' },
  example: { kind: 'duration', amount: 3, unit: 'days' },
  output: z.object({
    resumedAt: z.iso.datetime().meta({ title: 'Went on at', description: 'The moment that the wait was for.' }),
  }),
  async run(config, services) {
    const resumeAt = await endOf(config, services)
    return { status: 'waiting', resumeAt, output: { resumedAt: resumeAt.toISOString() } }
  },
  async preview(config, services) {
    const resumeAt = await endOf(config, services)
    return {
      sentence: `Would continue ${inWords(resumeAt, services.timeZone)}`,
      detail: { resumeAt: resumeAt.toISOString() },
      output: { resumedAt: resumeAt.toISOString() },
      resumeAt,
    }
  },
})

/** Never before now: a moment that is over is not waited for. */
async function endOf(config: Config, services: StepServices): Promise<Date> {
  const moment = await momentFor(config, services)
  const end = new Date(Math.max(moment.getTime(), services.now.getTime()))
  if (!config.businessHours) return end
  const open = withinBusinessHours(end, services.timeZone, services.businessHours)
  if (open) return open
  throw new StepFailure(
    'config-invalid',
    'The business hours of this workflow have no day. Choose at least one in its settings.',
  )
}

async function momentFor(config: Config, services: StepServices): Promise<Date> {
  switch (config.kind) {
    case 'duration':
      return new Date(services.now.getTime() + config.amount * UNIT_MS[config.unit])
    case 'until':
      return notTooFar(parse(config.at, services), config.at, services)
    case 'date-field':
      return await dateFieldMoment(config, services)
    case 'weekday':
      return nextTime({ kind: 'weekly', weekdays: [config.weekday], time: config.time }, services)
    case 'time-of-day':
      return nextTime({ kind: 'daily', time: config.time }, services)
  }
}

async function dateFieldMoment(
  { field, offsetDays = 0, time = DEFAULT_TIME }: Extract<Config, { kind: 'date-field' }>,
  services: StepServices,
): Promise<Date> {
  const value = await readData(subjectPath(field) ?? [], services)
  if (value === undefined) {
    const message = `“${field}” has no value, so there is no day to wait for. Fill it in, then retry.`
    throw new StepFailure('value-missing', message, { concerns: { kind: 'value', key: field, field: 'field' } })
  }
  const day = localTimeAt(parse(String(value), services), services.timeZone)
  const shown = `${addDays(day, offsetDays)}T${time}`
  return notTooFar(parse(shown, services), shown, services)
}

/** Now counts too: a time that it is already is not waited for until the next day. */
function nextTime(config: ScheduleConfig, { now, timeZone }: StepServices): Date {
  const [next] = nextOccurrences(config, { after: new Date(now.getTime() - 1), count: 1, timeZone })
  return next?.at ?? now
}

function parse(text: string, { timeZone }: StepServices): Date {
  const moment = momentOf(text, timeZone)
  if (moment) return moment
  throw new StepFailure('config-invalid', `“${text}” is no date and time. Insert one like 2026-03-31T09:00.`)
}

function notTooFar(moment: Date, text: string, { now }: StepServices): Date {
  if (moment.getTime() - now.getTime() <= LONGEST_DAYS * UNIT_MS.days) return moment
  throw new StepFailure('config-invalid', `“${text}” is too far away: a workflow waits ${LONGEST_DAYS} days at most.`)
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
