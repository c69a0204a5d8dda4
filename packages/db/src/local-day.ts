/**
 * The moments at which the local days around `now` begin in the zone, two on either side: whose clock says which of
 * them is today's may differ from ours by that much.
 */
export function dayStartsAround(now: Date, timeZone: string): Date[] {
  const DAY_MS = 24 * 3_600_000
  return [-2, -1, 0, 1, 2].map((days) => startOfLocalDay(new Date(now.getTime() + days * DAY_MS), timeZone))
}

/** The local days that end with the one that holds `now`, oldest first: each as `2026-03-29`, with the moment it began. */
export function lastLocalDays(now: Date, timeZone: string, count: number): { day: string; startsAt: Date }[] {
  const days: { day: string; startsAt: Date }[] = []
  for (let within = now; days.length < count; ) {
    const startsAt = startOfLocalDay(within, timeZone)
    days.unshift({ day: localDate(startsAt, timeZone), startsAt })
    within = new Date(startsAt.getTime() - 1)
  }
  return days
}

/** The moment at which the local day that holds `now` began in the zone. In a gap at midnight: the first moment after it. */
export function startOfLocalDay(now: Date, timeZone: string): Date {
  const day = localDate(now, timeZone)
  // Zones lie between UTC-12 and UTC+14; local midnight is the first quarter of an hour that has the day's date.
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const QUARTER_MS = 15 * 60_000
  let low = Math.floor((Date.UTC(year, month - 1, date) - 15 * 3_600_000) / QUARTER_MS)
  let high = Math.floor(now.getTime() / QUARTER_MS)
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (localDate(new Date(middle * QUARTER_MS), timeZone) >= day) high = middle
    else low = middle + 1
  }
  return new Date(low * QUARTER_MS)
}

const formats = new Map<string, Intl.DateTimeFormat>()

function localDate(moment: Date, timeZone: string): string {
  let format = formats.get(timeZone)
  if (!format) {
    format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' })
    formats.set(timeZone, format)
  }
  return format.format(moment)
}
