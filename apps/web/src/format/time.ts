const SECOND = 1000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

const exact = new Intl.DateTimeFormat(undefined, { dateStyle: 'full', timeStyle: 'long' })
const dateAndTime = new Intl.DateTimeFormat(undefined, {
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
})
const dateOnly = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short', year: 'numeric' })

/** `just now`, `5 min ago`, `in 2 h`, `12 Mar, 09:00`; beyond a year the date alone. */
export function relativeTime(time: Date, now: Date): string {
  const ms = time.getTime() - now.getTime()
  const distance = Math.abs(ms)
  if (distance < 10 * SECOND) return ms > 0 ? 'in a moment' : 'just now'
  const words = (amount: string) => (ms > 0 ? `in ${amount}` : `${amount} ago`)
  if (distance < MINUTE) return words(`${Math.round(distance / SECOND)} s`)
  if (distance < HOUR) return words(`${Math.round(distance / MINUTE)} min`)
  if (distance < DAY) return words(`${Math.round(distance / HOUR)} h`)
  return distance < 300 * DAY ? dateAndTime.format(time) : dateOnly.format(time)
}

/** Day, date, time and zone, in the user's own zone. */
export function exactTime(time: Date): string {
  return exact.format(time)
}

/** A calendar day as the database has it (`2026-03-31`), without moving it through a zone. */
export function calendarDay(day: string): string {
  const [year, month, date] = day.split('-').map(Number)
  return dateOnly.format(new Date(year ?? 0, (month ?? 1) - 1, date ?? 1))
}

/** `under 1 ms`, `340 ms`, `2.4 s`, `3 min 5 s`, `2 h 10 min`, `4 d 3 h`. */
export function duration(ms: number): string {
  if (ms < 1) return 'under 1 ms'
  if (ms < SECOND) return `${Math.round(ms)} ms`
  if (ms < MINUTE) return `${(ms / SECOND).toFixed(1).replace(/\.0$/, '')} s`
  if (ms < HOUR) return twoUnits(ms, MINUTE, 'min', SECOND, 's')
  if (ms < DAY) return twoUnits(ms, HOUR, 'h', MINUTE, 'min')
  return twoUnits(ms, DAY, 'd', HOUR, 'h')
}

/** How long something took, in milliseconds; null while it has not ended. */
export function tookMs(times: { startedAt: string | null; completedAt: string | null }): number | null {
  if (times.startedAt === null || times.completedAt === null) return null
  return Date.parse(times.completedAt) - Date.parse(times.startedAt)
}

function twoUnits(ms: number, large: number, largeWord: string, small: number, smallWord: string): string {
  const whole = Math.floor(ms / large)
  const rest = Math.floor((ms % large) / small)
  return rest === 0 ? `${whole} ${largeWord}` : `${whole} ${largeWord} ${rest} ${smallWord}`
}
