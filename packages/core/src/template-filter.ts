import { type FilterImplOptions, filters } from 'liquidjs'
import { RenderContext } from './template-context.ts'
import { formatDate } from './template-date.ts'

/** The filters that are taken from LiquidJS as they are: text, number and list basics that cannot blow up. */
const BASIC_FILTERS = [
  'upcase', 'downcase', 'capitalize', 'strip', 'lstrip', 'rstrip', 'strip_html', 'strip_newlines', 'truncate',
  'truncatewords', 'append', 'prepend', 'remove', 'remove_first', 'replace_first', 'slice', 'split', 'join', 'first',
  'last', 'size', 'reverse', 'uniq', 'compact', 'plus', 'minus', 'times', 'divided_by', 'modulo', 'round', 'ceil',
  'floor', 'abs', 'at_least', 'at_most', 'url_encode',
] as const // biome-ignore format: a list of words

/** A result longer than this ends the template: nobody means to mail a megabyte. Characters. */
const MAX_TEXT = 1_000_000

/** JSON as written by the `json` filter: already whole, so it is not escaped a second time inside JSON text. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
  toString(): string {
    return this.text
  }
}

/** Every filter that a template may use; any other is refused when the template is read. */
export const TEMPLATE_FILTERS: ReadonlyMap<string, FilterImplOptions> = new Map<string, FilterImplOptions>([
  ...BASIC_FILTERS.map((name): [string, FilterImplOptions] => [name, builtIn(name)]),
  ['default', fallback],
  ['replace', replace],
  ['money', money],
  ['title_case', titleCase],
  ['json', (value: unknown) => new JsonText(JSON.stringify(value ?? null))],
  ['date', date],
])

/** How a value reads inside text: lists with commas, objects as JSON, nothing for null. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(textOf).join(', ')
  if (typeof value === 'object' && !(value instanceof JsonText)) return JSON.stringify(value)
  return String(value)
}

function builtIn(name: string): FilterImplOptions {
  const filter: FilterImplOptions | undefined = (filters as Record<string, FilterImplOptions>)[name]
  if (filter === undefined) throw new Error(`LiquidJS has no filter "${name}"`)
  return filter
}

/** Unlike LiquidJS's own, it keeps `false` and gives the fallback for null, absent and empty text only. */
function fallback(value: unknown, instead: unknown): unknown {
  return value === null || value === undefined || value === '' ? instead : value
}

/** LiquidJS counts what goes in, not what comes out: chained replacements would grow without bound. */
function replace(value: unknown, search: unknown, replacement: unknown): string {
  const parts = textOf(value).split(textOf(search))
  const between = textOf(replacement)
  if (parts.length * between.length > MAX_TEXT) throw new Error('the text grows too long')
  return parts.join(between)
}

/** `1234.5` → `$1,234.50`; a numeric text as well as a number; anything else stays as it is. */
function money(value: unknown, currency: unknown): unknown {
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value
  if (typeof amount !== 'number' || !Number.isFinite(amount)) return value
  const code = typeof currency === 'string' && /^[A-Za-z]{3}$/.test(currency) ? currency.toUpperCase() : 'USD'
  return new Intl.NumberFormat('en-US', { style: 'currency', currency: code }).format(amount)
}

/** `2026-03-01` → `March 1, 2026`, or by strftime letters; moments are shown in the run's zone or the one named. */
function date(this: { context: unknown }, value: unknown, format: unknown, timeZone: unknown): unknown {
  const zone = this.context instanceof RenderContext ? this.context.timeZone : 'UTC'
  return formatDate(
    value,
    typeof format === 'string' ? format : undefined,
    typeof timeZone === 'string' ? timeZone : zone,
  )
}

/** `new york life` → `New York Life`; `charged_back` → `Charged Back`. */
function titleCase(value: unknown): string {
  return textOf(value)
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(/(^|[\s-])(\p{L})/gu, (_match, before: string, letter: string) => before + letter.toUpperCase())
}
