import type { Json } from './run.ts'
import { localTimeAt, momentOf } from './zone.ts'

/** Nothing that anyone could compare with; a null counts as missing, like everywhere. */
export function isMissing(value: Json | undefined): value is null | undefined {
  return value === undefined || value === null
}

/** Nothing, blanks, or a list or record with nothing in it. */
export function isEmpty(value: Json | undefined): boolean {
  if (isMissing(value)) return true
  if (typeof value === 'string') return value.trim() === ''
  return typeof value === 'object' && Object.keys(value).length === 0
}

/**
 * As people mean it: texts without regard to case and outer blanks, numbers by their value (`"1200.00"` is 1200), a date
 * and a moment by the day on the zone's clock, `true` and `"yes"`.
 */
export function isSame(one: Json, other: Json, timeZone: string): boolean {
  if (typeof one === 'object' || typeof other === 'object') return JSON.stringify(one) === JSON.stringify(other)
  if (typeof one === 'boolean' || typeof other === 'boolean') return truthOf(one) === truthOf(other)
  return folded(one) === folded(other) || compare(one, other, timeZone) === 0
}

/** Below zero when the first is less or earlier, above when more or later; null when the two cannot be compared. */
export function compare(one: Json, other: Json, timeZone: string): number | null {
  const [number, otherNumber] = [numberOf(one), numberOf(other)]
  if (number !== null && otherNumber !== null) return number - otherNumber
  return compareDates(one, other, timeZone)
}

/** Like `compare`, of dates and moments alone. Where one of them is a date, both count by their day. */
export function compareDates(one: Json, other: Json, timeZone: string): number | null {
  if (typeof one !== 'string' || typeof other !== 'string') return null
  const [moment, otherMoment] = [momentOf(one.trim(), timeZone), momentOf(other.trim(), timeZone)]
  if (!moment || !otherMoment) return null
  if (!isDate(one) && !isDate(other)) return moment.getTime() - otherMoment.getTime()
  return dayOf(moment, timeZone) - dayOf(otherMoment, timeZone)
}

/** Whether a text holds a part, or a list an item. */
export function contains(value: Json, part: Json, timeZone: string): boolean {
  if (Array.isArray(value)) return value.some((item) => isSame(item, part, timeZone))
  return typeof value === 'object' || typeof part === 'object' ? false : folded(value).includes(folded(part))
}

export function startsWith(value: Json, part: Json): boolean {
  return typeof value === 'object' || typeof part === 'object' ? false : folded(value).startsWith(folded(part))
}

/** What a list of choices holds: the items, or the words between commas. */
export function choicesOf(value: Json): Json[] {
  if (Array.isArray(value)) return value
  return typeof value === 'string' ? value.split(',').map((word) => word.trim()) : [value]
}

function numberOf(value: Json): number | null {
  if (typeof value === 'number') return value
  // A leading zero or many digits make an id of it: 007 is not 7.
  const isNumber = typeof value === 'string' && /^\s*-?(?:0|[1-9]\d{0,14})(?:\.\d{1,10})?\s*$/.test(value)
  return isNumber ? Number(value) : null
}

function truthOf(value: Json): string {
  const text = folded(value)
  if (text === 'yes') return 'true'
  return text === 'no' ? 'false' : text
}

function folded(value: Json): string {
  return String(value).normalize('NFC').trim().toLowerCase()
}

function isDate(text: string): boolean {
  return /^\s*\d{4}-\d\d-\d\d\s*$/.test(text)
}

function dayOf(moment: Date, timeZone: string): number {
  return Date.parse(`${localTimeAt(moment, timeZone).slice(0, 10)}T00:00:00Z`)
}
