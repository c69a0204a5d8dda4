import type { Analytics, Period } from '@hubflow/api/client'
import { plural } from '../../format/words.ts'
import type { Span } from './dashboard-search.ts'

export const SPAN_WORDS: Record<Span, string> = { '1': 'Today', '7': '7 days', '30': '30 days' }

/** Runs of a period that have no end yet, and are not held. */
export function underWay({ started, completed, failed, cancelled, held }: Analytics['runs']): number {
  return started - completed - failed - cancelled - held
}

/** Names periods as the hub’s zone has them: `Mon 23 Nov`, or `14:00`. */
export function periodNames({ unit, timeZone }: Pick<Analytics, 'unit' | 'timeZone'>): (period: Period) => string {
  const format = new Intl.DateTimeFormat(
    undefined,
    unit === 'hour'
      ? { timeZone, hour: '2-digit', minute: '2-digit' }
      : { timeZone, weekday: 'short', day: 'numeric', month: 'short' },
  )
  return ({ from }) => format.format(new Date(from))
}

/** The day that the window begins with, as the list of runs takes it in its address. */
export function firstDay({ from }: Pick<Analytics, 'from'>): string {
  return new Intl.DateTimeFormat('en-CA').format(new Date(from))
}

/** What the chart of runs shows, in one sentence. */
export function chartSentence({ runs, unit, periods }: Pick<Analytics, 'runs' | 'unit' | 'periods'>): string {
  const most = Math.max(...periods.map(({ started }) => started))
  return `${plural(runs.started, 'run')} began, ${runs.failed} of them failed; at most ${most} in one ${unit}.`
}

/** `98 %`, `99.5 %`; a dash of nothing. */
export function percentText(percent: number | null): string {
  return percent === null ? '–' : `${percent.toLocaleString()} %`
}

/** What became of the times that schedules promised, where it was not simply done: `2 late, 1 missed`. */
export function scheduleRemark({ late, skipped, missed, overdue }: Analytics['schedules']): string {
  const parts = [
    [overdue, 'overdue'],
    [missed, 'missed'],
    [late, 'late'],
    [skipped, 'skipped'],
  ] as const
  return parts
    .filter(([count]) => count > 0)
    .map(([count, word]) => `${count.toLocaleString()} ${word}`)
    .join(', ')
}
