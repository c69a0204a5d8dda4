import { Cron } from 'croner'
import { z } from 'zod'
import { field, fields } from './field.ts'
import { DEFAULT_TIME } from './hub-defaults.ts'
import { isTimeZone, shownBy } from './zone.ts'

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export const WEEK_NAMES: Readonly<Record<string, string>> = {
  1: 'first',
  2: 'second',
  3: 'third',
  4: 'fourth',
  last: 'last',
}

/** A time of day like `08:00`, as a config field takes it. */
export const TimeOfDay = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'Write a time like 08:00, from 00:00 to 23:59.')

/** A day of the week, Monday = 1, as a config field takes it. */
export const Weekday = field(z.literal([1, 2, 3, 4, 5, 6, 7]), {
  title: 'Day of the week',
  help: 'The day that is meant, such as Monday.',
  labels: Object.fromEntries(WEEKDAYS.map((name, index) => [String(index + 1), name])),
})

const DAYS_OF_MONTH = Array.from({ length: 31 }, (_, index) => index + 1)

const LocalDay = z
  .string()
  .max(19)
  .refine((text) => shownBy(text) !== null, 'Write a date like 2026-03-01, or a date and time like 2026-03-01T09:00.')

const time = field(TimeOfDay, {
  title: 'At',
  help: 'The time of day on the clock of the time zone below. When the clocks change, it still comes exactly once that day.',
  placeholder: DEFAULT_TIME,
  widget: 'time',
}).optional()

const common = {
  timeZone: field(
    z.string().max(64).refine(isTimeZone, 'There is no such time zone. Write a name like Europe/Berlin.'),
    {
      title: 'Time zone',
      help: 'Whose clock counts. Set it only for people elsewhere, such as a branch office in another country; otherwise the hub’s own clock is right.',
      description: 'Without one, the time zone of the hub.',
      widget: 'time-zone',
      placeholder: 'Europe/Berlin',
      advanced: true,
    },
  ).optional(),
  startsOn: field(LocalDay, {
    title: 'Starts on',
    help: 'Leave it empty to start from now on. “Every 2 hours” counts from the beginning of this day.',
    description: 'Not before this day. An interval is counted from it.',
    placeholder: '2026-03-01',
    advanced: true,
  }).optional(),
  endsOn: field(LocalDay, {
    title: 'Ends on',
    help: 'Leave it empty to go on until you pause the workflow.',
    description: 'The last day that it starts on.',
    placeholder: '2026-12-31',
    advanced: true,
  }).optional(),
  missed: field(z.enum(['skip', 'once', 'all']), {
    title: 'When times were missed',
    help: 'The computer may be off at 08:00. A reminder to clients is usually right once; an hourly check can be left out; a report for each day needs every one.',
    description: 'What to do once the hub runs again after it was switched off.',
    advanced: true,
    labels: { skip: 'Leave them out', once: 'Start once for all of them', all: 'Start once for each' },
  }).optional(),
  overlap: field(z.enum(['allow', 'skip', 'queue']), {
    title: 'While the last run is still under way',
    help: 'A run may last longer than the time to the next one. Queue it where the order counts, and leave it out where one at a time is enough.',
    advanced: true,
    labels: { allow: 'Start anyway', skip: 'Leave this time out', queue: 'Start when it has ended' },
  }).optional(),
}

/** The constant that tells the variants apart; the label is what the node's sentence begins with. */
function kind<Kind extends string>(value: Kind, label: string) {
  return field(z.literal(value), { title: 'How often', labels: { [value]: label } })
}

const Daily = fields({ kind: kind('daily', 'Every day'), time, ...common })

const Weekly = fields({
  kind: kind('weekly', 'Every week'),
  weekdays: field(z.array(Weekday).min(1, 'Choose at least one day.').max(7), {
    title: 'On',
    help: 'The days of the week on which it starts. Choose Monday to Friday for working days.',
    widget: 'weekdays',
  }),
  time,
  ...common,
})

const Monthly = fields({
  kind: kind('monthly', 'Every month'),
  day: field(z.literal([...DAYS_OF_MONTH, 'last']), {
    title: 'On day',
    help: 'The day of the month, such as the 1st. “The last day” is right for every month, long or short.',
    description: 'A month that has no such day is left out; choose the last day to have every month.',
    labels: { ...Object.fromEntries(DAYS_OF_MONTH.map((day) => [String(day), String(day)])), last: 'The last day' },
  }).optional(),
  nth: field(
    fields({
      week: field(z.literal([1, 2, 3, 4, 'last']), {
        title: 'Which',
        help: 'Which of these weekdays in the month: the first, the second, … or the last.',
        labels: { ...WEEK_NAMES },
      }),
      weekday: Weekday,
    }),
    {
      title: 'Or on a weekday',
      help: 'Leave the day of the month empty then. Not every month has a fifth Monday, so the last one can be chosen instead.',
      description: 'Such as the first Monday, in place of a day.',
      advanced: true,
    },
  ).optional(),
  time,
  ...common,
}).superRefine(({ day, nth }, check) => {
  if (day === undefined && nth === undefined)
    check.addIssue({ code: 'custom', path: ['day'], message: 'Choose a day of the month.' })
  if (day !== undefined && nth !== undefined)
    check.addIssue({
      code: 'custom',
      path: ['nth'],
      message: 'Choose a day or a weekday of the month, not both. Remove one of them.',
    })
})

const Interval = fields({
  kind: kind('interval', 'Repeatedly'),
  every: field(
    z.number({ error: 'Write how many.' }).int('Use a whole number.').min(1, 'Use at least 1.').max(10_000),
    {
      title: 'Every',
      help: 'The number before the unit: 15 with minutes is four times an hour.',
    },
  ),
  unit: field(z.enum(['minutes', 'hours']), {
    title: 'Unit',
    help: 'Whether the number before it counts minutes or hours.',
    labels: { minutes: 'minutes', hours: 'hours' },
  }),
  ...common,
})

const CronPattern = fields({
  kind: kind('cron', 'By cron'),
  cron: field(
    z
      .string()
      .max(200)
      .refine(isCron, 'Write five fields: minute, hour, day of month, month, day of week, such as 0 8 * * 1-5.')
      .refine((pattern) => !isCron(pattern) || comesOnce(pattern), 'This never comes. Check the day and the month.'),
    {
      title: 'Cron expression',
      help: 'A short way of writing times that computer people know: “0 8 * * 1-5” is 08:00 from Monday to Friday. The next ten times are shown below, so you can see whether it is right.',
      description: 'Minute, hour, day of month, month, day of week.',
      placeholder: '0 8 * * 1-5',
    },
  ),
  ...common,
})

/** The config of the schedule trigger. What `timeZone` leaves open is the hub's zone; absent `time` is `DEFAULT_TIME`. */
export const ScheduleSchema = field(z.discriminatedUnion('kind', [Daily, Weekly, Monthly, Interval, CronPattern]), {
  title: 'How often',
  help: 'The rhythm: every day, on some days of the week, once a month, or every few minutes. The next ten times are shown below.',
  widget: 'schedule',
  labels: {
    daily: 'Every day',
    weekly: 'On days of the week',
    monthly: 'Once a month',
    interval: 'Every few minutes or hours',
    cron: 'By a cron expression',
  },
})
export type ScheduleConfig = z.output<typeof ScheduleSchema>

/** The pattern on a clock without daylight saving: what a zone does to it is not croner's to say. */
export function cronOf(pattern: string): Cron {
  return new Cron(pattern.trim(), { paused: true, timezone: 'UTC', mode: '5-part' })
}

function isCron(pattern: string): boolean {
  if (pattern.trim().split(/\s+/).length !== 5) return false
  try {
    cronOf(pattern)
    return true
  } catch {
    return false
  }
}

function comesOnce(pattern: string): boolean {
  return cronOf(pattern).nextRun(new Date(0)) !== null
}
