import { describe, expect, it } from 'vitest'
import { formatDate } from './template-date.ts'

describe('a date as text', () => {
  it('keeps a day the same day in every zone', () => {
    expect(formatDate('2026-03-01', undefined, 'Pacific/Honolulu')).toBe('March 1, 2026')
    expect(formatDate('2026-03-01', '%A %d.%m.%y', 'Pacific/Kiritimati')).toBe('Sunday 01.03.26')
  })

  it('shows a moment by the clock of the zone, summer time included', () => {
    expect(formatDate('2026-03-29T01:30:00Z', '%F %H:%M', 'Europe/Berlin')).toBe('2026-03-29 03:30')
    expect(formatDate('2026-03-29T00:30:00Z', '%F %H:%M', 'Europe/Berlin')).toBe('2026-03-29 01:30')
    expect(formatDate('2026-01-15T17:05:00.000Z', '%b %e, %l:%M %p', 'America/New_York')).toBe('Jan 15, 12:05 PM')
    expect(formatDate('2026-01-15T05:00:00Z', '%-I %P', 'America/New_York')).toBe('12 am')
  })

  it('takes a time without an offset as UTC, whatever the machine says', () => {
    expect(formatDate('2026-01-15 08:00:00', '%H:%M', 'UTC')).toBe('08:00')
    expect(formatDate('2026-01-15 08:00:00+00', '%H:%M', 'UTC')).toBe('08:00')
    expect(formatDate(0, '%F', 'UTC')).toBe('1970-01-01')
  })

  it('leaves alone what is no date, and letters that it does not know', () => {
    expect(formatDate('soon', '%F', 'UTC')).toBe('soon')
    expect(formatDate('2026-02-31T99:00', '%F', 'UTC')).toBe('2026-02-31T99:00')
    expect(formatDate('2026-03-01', '%F', 'Nowhere/Land')).toBe('2026-03-01')
    expect(formatDate('2026-03-01T00:00:00Z', '%F', 'Nowhere/Land')).toBe('2026-03-01T00:00:00Z')
    expect(formatDate('2026-03-01', '%Q 100%%', 'UTC')).toBe('%Q 100%')
  })
})
