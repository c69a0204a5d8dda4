/** An insertion taken apart: `{{subject.premium | money | default: "none"}}`. */
interface Insertion {
  path: string
  /** As they are written, without the bar. */
  filters: readonly string[]
}

/** What the form of a pill sets. */
export interface PillSettings {
  path: string
  /** The filter that says how it is written, as in `date: "%F"`; null: as it is. */
  format: string | null
  /** What stands there when there is no value; null: the step fails then. */
  fallback: string | null
}

const OUTPUT = /^\{\{\s*([^|{}"'\s][^|{}"']*?(?:\["(?:[^"\\]|\\.)*"\][^|{}"']*?)*)\s*((?:\|.*)?)\}\}$/s
const FILTER = /\|\s*((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^|"'])*)/gy
const FALLBACK = /^default:\s*(?:"((?:[^"\\]|\\.)*)"|'((?:[^'\\]|\\.)*)')$/s
// Not `round` and its like: of no value they make 0, so that a fallback behind them would never stand there.
const FORMATS = /^(?:date|money|title_case|upcase|downcase|capitalize)(?::|$)/

/** Null where the braces hold something else than data and filters. */
function readInsertion(braces: string): Insertion | null {
  const [, path, tail = ''] = OUTPUT.exec(braces) ?? []
  if (path === undefined || path.startsWith('-') || tail.endsWith('-')) return null
  const filters: string[] = []
  FILTER.lastIndex = 0
  let at = 0
  for (let match = FILTER.exec(tail); match; match = FILTER.exec(tail)) {
    filters.push((match[1] ?? '').trim())
    at = FILTER.lastIndex
  }
  return tail.slice(at).trim() === '' ? { path, filters } : null
}

/** What the form can show of an insertion; null where it was written by hand in a way that the form does not know. */
export function readPill(braces: string): PillSettings | null {
  const insertion = readInsertion(braces)
  if (!insertion) return null
  const settings: PillSettings = { path: insertion.path, format: null, fallback: null }
  for (const filter of insertion.filters) {
    const literal = FALLBACK.exec(filter)
    if (literal && settings.fallback === null) settings.fallback = unescaped(literal[1] ?? literal[2] ?? '')
    else if (FORMATS.test(filter) && settings.format === null) settings.format = filter
    else return null
  }
  return settings
}

/** The fallback comes last, so that it stands there as it was written. */
export function writePill({ path, format, fallback }: PillSettings): string {
  const parts = [
    path,
    ...(format === null ? [] : [format]),
    ...(fallback === null ? [] : [`default: ${quoted(fallback)}`]),
  ]
  return `{{${parts.join(' | ')}}}`
}

function quoted(text: string): string {
  return `"${text.replace(/[\\"]/g, '\\$&').replaceAll('\n', '\\n')}"`
}

function unescaped(text: string): string {
  return text.replace(/\\(.)/gs, (_pair, letter: string) => (letter === 'n' ? '\n' : letter))
}
