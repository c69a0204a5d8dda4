/** `March 1, 2026` */
const DEFAULT_FORMAT = '%B %-d, %Y'
const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/
const MOMENT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i

/**
 * A date or moment as text, by strftime letters (`%B %-d, %Y`). A date without a time is the same day in every zone; a
 * moment is shown in `timeZone` (IANA). What is no date, or a zone that does not exist, gives the value unchanged.
 */
export function formatDate(value: unknown, format: string | undefined, timeZone: string): unknown {
  const dateOnly = typeof value === 'string' && DATE_ONLY.test(value)
  const moment = momentOf(value)
  if (moment === undefined) return value
  const parts = partsOf(moment, dateOnly ? 'UTC' : timeZone)
  if (parts === undefined) return value
  return (format ?? DEFAULT_FORMAT).replace(/%(-?)([A-Za-z%])/g, (whole, minus: string, letter: string) => {
    const text = parts[letter]
    if (text === undefined) return whole
    return minus ? text.replace(/^[0 ]+(?=\d)/, '') : text
  })
}

function momentOf(value: unknown): Date | undefined {
  if (typeof value === 'number' && Number.isFinite(value)) return valid(new Date(value * 1000))
  if (typeof value !== 'string') return undefined
  if (DATE_ONLY.test(value)) return valid(new Date(`${value}T00:00:00Z`))
  if (!MOMENT.test(value)) return undefined
  const iso = value.replace(' ', 'T')
  // Without an offset it is UTC: the machine's own zone must not decide what a mail says.
  return valid(
    new Date(/(Z|[+-]\d{2}(:?\d{2})?)$/i.test(iso.slice(10)) ? iso.replace(/([+-]\d{2})$/, '$1:00') : `${iso}Z`),
  )
}

function valid(date: Date): Date | undefined {
  return Number.isNaN(date.getTime()) ? undefined : date
}

function partsOf(moment: Date, timeZone: string): Record<string, string> | undefined {
  const formatter = formatterOf(timeZone)
  if (formatter === undefined) return undefined
  const found: Record<string, string> = {}
  for (const part of formatter.formatToParts(moment)) found[part.type] = part.value
  const {
    year = '',
    month = '',
    day = '',
    weekday = '',
    hour = '',
    minute = '',
    second = '',
    timeZoneName = '',
  } = found
  const monthNumber = String(MONTHS.indexOf(month) + 1).padStart(2, '0')
  const hour12 = String(Number(hour) % 12 || 12).padStart(2, '0')
  const half = Number(hour) < 12 ? 'AM' : 'PM'
  return {
    Y: year,
    y: year.slice(-2),
    m: monthNumber,
    B: month,
    b: month.slice(0, 3),
    d: day,
    e: day.replace(/^0/, ' '),
    A: weekday,
    a: weekday.slice(0, 3),
    H: hour,
    I: hour12,
    l: hour12.replace(/^0/, ' '),
    M: minute,
    S: second,
    p: half,
    P: half.toLowerCase(),
    Z: timeZoneName,
    F: `${year}-${monthNumber}-${day}`,
    T: `${hour}:${minute}:${second}`,
    D: `${monthNumber}/${day}/${year.slice(-2)}`,
    '%': '%',
  }
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]

/** Making a formatter costs some 50 µs, formatting one; the zones of one hub are few. */
const formatters = new Map<string, Intl.DateTimeFormat | undefined>()

function formatterOf(timeZone: string): Intl.DateTimeFormat | undefined {
  if (!formatters.has(timeZone) && formatters.size < 100) formatters.set(timeZone, makeFormatter(timeZone))
  return formatters.has(timeZone) ? formatters.get(timeZone) : makeFormatter(timeZone)
}

function makeFormatter(timeZone: string): Intl.DateTimeFormat | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'long',
      day: '2-digit',
      weekday: 'long',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
      timeZoneName: 'short',
    })
  } catch {
    return undefined
  }
}
