import { addDays, type BusinessHours, localTimeAt, nextOccurrences, weekdayOf } from '@hubflow/core'

const WEEK = [1, 2, 3, 4, 5, 6, 7] as const
const USUAL: BusinessHours = { weekdays: [1, 2, 3, 4, 5], start: '09:00', end: '17:00' }

/** The first moment from one on that lies within business hours by the zone's clock; null when there is none at all. */
export function withinBusinessHours(moment: Date, timeZone: string, hours: BusinessHours = USUAL): Date | null {
  if (isOpen(localTimeAt(moment, timeZone), hours)) return moment
  const weekdays = WEEK.filter((day) => hours.weekdays.includes(day))
  const after = new Date(moment.getTime() - 1)
  const [opening] = nextOccurrences({ kind: 'weekly', weekdays, time: hours.start }, { after, count: 1, timeZone })
  return opening?.at ?? null
}

function isOpen(localTime: string, { weekdays, start, end }: BusinessHours): boolean {
  const [date = '', time = ''] = localTime.split('T')
  if (start < end) return weekdays.includes(weekdayOf(date)) && time >= start && time < end
  // Hours over midnight belong to the day that they began on.
  return (
    (time >= start && weekdays.includes(weekdayOf(date))) ||
    (time < end && weekdays.includes(weekdayOf(addDays(date, -1))))
  )
}
