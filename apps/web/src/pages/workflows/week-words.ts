import type { DayOfRuns } from '@hubflow/api/client'
import { plural } from '../../format/words.ts'

const dayName = new Intl.DateTimeFormat(undefined, {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  timeZone: 'UTC',
})

/** `12 runs, 3 failed`, `no runs`. */
export function runsInWords({ completed, failed, other }: Omit<DayOfRuns, 'day'>): string {
  const total = completed + failed + other
  if (total === 0) return 'no runs'
  const failures = failed === total ? 'all failed' : `${failed.toLocaleString()} failed`
  const unfinished = other > 0 ? `, ${other.toLocaleString()} under way, held or cancelled` : ''
  return `${plural(total, 'run')}${failed > 0 ? `, ${failures}` : ''}${unfinished}`
}

/** `Tue 17 Nov: 12 runs, 3 failed`. */
export function dayInWords(day: DayOfRuns): string {
  return `${dayName.format(new Date(day.day))}: ${runsInWords(day)}`
}

export function sumOfWeek(week: DayOfRuns[]): Omit<DayOfRuns, 'day'> {
  const sum = { completed: 0, failed: 0, other: 0 }
  for (const day of week) {
    sum.completed += day.completed
    sum.failed += day.failed
    sum.other += day.other
  }
  return sum
}
