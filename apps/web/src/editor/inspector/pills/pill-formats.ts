import { resolveWithSample } from '../../template-text.ts'

export interface PillFormat {
  /** The filter, as `writePill` takes it; null: as it is. */
  filter: string | null
  /** What it is called, with the sample as it would read. */
  label: string
}

const TEXT = [
  ['title_case', 'Title Case'],
  ['upcase', 'CAPITALS'],
  ['downcase', 'small letters'],
] as const
const NUMBER = [
  ['money', 'Money'],
  ['money: "EUR"', 'Money in euro'],
] as const
const DATE = [
  ['date', 'Date'],
  ['date: "%-d %B %Y"', 'Day first'],
  ['date: "%A, %B %-d"', 'With the weekday'],
  ['date: "%m/%d/%Y"', 'Short'],
  ['date: "%F"', 'For machines'],
] as const
const TIME = [
  ['date: "%B %-d, %Y, %-I:%M %p"', 'Date and time'],
  ['date: "%-I:%M %p"', 'Time'],
] as const

const BY_TYPE: Readonly<Record<string, readonly (readonly [string, string])[]>> = {
  text: TEXT,
  number: NUMBER,
  money: NUMBER,
  date: DATE,
  datetime: [...DATE, ...TIME],
  boolean: [],
  email: [],
  id: [],
  list: [],
}
const EXAMPLES: Readonly<Record<string, string>> = {
  text: 'new york life',
  number: '1234.5',
  money: '1234.5',
  date: '2026-03-01',
  datetime: '2026-03-01T09:30:00Z',
}

/** The ways to write data of a type; of a type that is not known, all. A sample shows what each makes of it. */
export function formatsFor(type: string | undefined, sample: string | undefined): PillFormat[] {
  const known = type === undefined ? undefined : BY_TYPE[type]
  const offered = known ?? [...TEXT, ...NUMBER, ...DATE, ...TIME]
  return [
    { filter: null, label: 'As it is' },
    ...offered.map(([filter, name]) => {
      const example = sample ?? (known && EXAMPLES[type ?? ''])
      const reads = example === undefined ? undefined : resolveWithSample(`{{now | ${filter}}}`, ['now'], example)
      return {
        filter,
        label: reads === undefined || (filter === 'title_case' && reads === name) ? name : `${name}: ${reads}`,
      }
    }),
  ]
}
