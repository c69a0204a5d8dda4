import type { Estimate } from '@hubflow/api/client'
import type { BusinessHours, Definition } from '@hubflow/core'
import { plural } from '../../format/words.ts'

/** How often the workflow would have started, in a sentence. */
export function startsInWords({ kind, starts, looked, days, isCapped }: Estimate): string {
  const count = `${isCapped ? 'more than ' : ''}${plural(starts, 'time')}`
  switch (kind) {
    case 'event':
      if (looked === 0) return `In the last ${days} days nothing happened that starts it.`
      return starts === looked
        ? `In the last ${days} days it would have started ${count}.`
        : `In the last ${days} days it would have started ${count}: ${plural((looked ?? 0) - starts, 'other event')} of this kind did not pass.`
    case 'schedule':
      return starts === 0
        ? `In the coming ${days} days it does not start.`
        : `In the coming ${days} days it starts ${count}.`
    case 'webhook':
      return starts === 0 ? `It was not called in the last ${days} days.` : `In the last ${days} days it ran ${count}.`
    case 'manual':
      return starts === 0
        ? 'It starts when somebody presses Run now.'
        : `Somebody started it ${count} in the last ${days} days.`
    case 'none':
      return 'It has no trigger yet, so nothing starts it.'
  }
}

/** What the daily limit does, and whether it would have held runs back. */
export function limitInWords(limit: number | null, busiestDay: number): { text: string; isReached: boolean } {
  if (limit === null) return { text: 'No limit: every start runs.', isReached: false }
  const text = `At most ${plural(limit, 'run')} a day; further ones are held until someone releases them.`
  if (busiestDay <= limit) return { text, isReached: false }
  const held = `On the busiest day there were ${busiestDay}: ${busiestDay - limit} would have been held.`
  return { text: `${text} ${held}`, isReached: true }
}

const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']

/** When waits that keep to business hours go on; null where no wait does. */
export function hoursInWords({ nodes, settings }: Definition): string | null {
  if (!nodes.some(({ type, config }) => type === 'wait' && config.businessHours === true)) return null
  const hours = settings?.businessHours
  return hours
    ? `Waits go on ${daysInWords(hours)}, ${hours.start} to ${hours.end}.`
    : 'Waits go on Monday to Friday, 09:00 to 17:00.'
}

function daysInWords({ weekdays }: BusinessHours): string {
  const days = [...new Set(weekdays)].sort()
  const first = days[0] ?? 1
  const inRow = days.length > 2 && days.every((day, index) => day === first + index)
  const names = days.map((day) => DAYS[day - 1] ?? '')
  return inRow ? `${names[0]} to ${names.at(-1)}` : names.join(', ')
}
