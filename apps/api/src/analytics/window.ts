import { lastLocalDays, startOfLocalDay } from '@hubflow/db'

export interface Window {
  unit: 'hour' | 'day'
  /** Where its periods begin, the first one first; the last one ends at `until`. */
  starts: Date[]
  until: Date
}

const HOUR_MS = 3_600_000

/** The zone's day that holds `now`, by hours, or the last `days` with it, by days. Days of a clock change have their own length. */
export function windowOf(days: number, now: Date, timeZone: string): Window {
  const today = startOfLocalDay(now, timeZone)
  // The longest day has 25 hours, and the shortest 23: this moment lies in the day after.
  const until = startOfLocalDay(new Date(today.getTime() + 26 * HOUR_MS), timeZone)
  if (days === 1) {
    const hours = Math.ceil((until.getTime() - today.getTime()) / HOUR_MS)
    return {
      unit: 'hour',
      starts: Array.from({ length: hours }, (_, hour) => new Date(today.getTime() + hour * HOUR_MS)),
      until,
    }
  }
  return { unit: 'day', starts: lastLocalDays(now, timeZone, days).map(({ startsAt }) => startsAt), until }
}
