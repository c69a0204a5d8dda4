import {
  formatPath,
  pathsIn,
  resolveText,
  type TemplateScope,
  type VariableGroup,
  type VariableItem,
} from '@hubflow/core'

/** A template cut into what is written and what is inserted. */
export type TemplatePart =
  | { kind: 'text'; text: string }
  | { kind: 'data'; braces: string; path: string; label: string; sample: string | undefined; isKnown: boolean }

/** An insertion or a tag as LiquidJS cuts it: what stands in quotes may hold braces of its own. */
const BRACES =
  /\{\{(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'])*\}\}|\{%(?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'%])*%\}/g

/** A text cut at its braces, in order; nothing of it is lost: the pieces joined are the text. */
export function cutTemplate(text: string): { isBraces: boolean; text: string }[] {
  const pieces: { isBraces: boolean; text: string }[] = []
  let at = 0
  for (const match of text.matchAll(BRACES)) {
    if (match.index > at) pieces.push({ isBraces: false, text: text.slice(at, match.index) })
    pieces.push({ isBraces: true, text: match[0] })
    at = match.index + match[0].length
  }
  if (at < text.length) pieces.push({ isBraces: false, text: text.slice(at) })
  return pieces
}

export function templateParts(text: string, groups: readonly VariableGroup[]): TemplatePart[] {
  return cutTemplate(text).map((piece) =>
    piece.isBraces ? dataPart(piece.text, groups) : { kind: 'text', text: piece.text },
  )
}

/** What one pair of braces means to people. */
export function dataPart(braces: string, groups: readonly VariableGroup[]): Extract<TemplatePart, { kind: 'data' }> {
  if (braces.startsWith('{%')) {
    const label = braces.replace(/^\{%-?\s*|\s*-?%\}$/g, '')
    return { kind: 'data', braces, path: '', label, sample: undefined, isKnown: true }
  }
  const keys = pathsIn(braces)[0] ?? []
  const path = formatPath(keys)
  const item = findVariable(path, groups)
  const sample = item?.sample === undefined ? undefined : resolveWithSample(braces, keys, item.sample)
  const label = item
    ? item.label
    : keys.slice(1).join(' → ').replaceAll('_', ' ') || braces.replace(/^\{\{\s*|\s*\}\}$/g, '')
  return { kind: 'data', braces, path, label, sample, isKnown: item !== undefined || isInside(path, groups) }
}

/** Data of free form, such as a webhook's body, may hold anything. */
function isInside(path: string, groups: readonly VariableGroup[]): boolean {
  return groups.some(({ items }) =>
    items.some(
      (item) => item.type === 'json' && /^[.[]/.test(path.slice(item.path.length)) && path.startsWith(item.path),
    ),
  )
}

export function findVariable(path: string, groups: readonly VariableGroup[]): VariableItem | undefined {
  return groups.flatMap(({ items }) => items).find((item) => item.path === path)
}

/** Filters (`| upcase`) are applied to the sample; a sample that they cannot take is shown as it is. */
export function resolveWithSample(braces: string, path: readonly string[], sample: string): string {
  try {
    return resolveText(braces, scopeOf(path, sample), 'none')
  } catch {
    return sample
  }
}

function scopeOf(path: readonly string[], sample: string): TemplateScope {
  const nested = path.reduceRight<unknown>((inner, key) => ({ [key]: inner }), sample)
  const roots = nested as Partial<TemplateScope>
  return {
    trigger: roots.trigger ?? {},
    steps: roots.steps ?? {},
    subject: roots.subject ?? null,
    workflow: roots.workflow ?? { id: '', name: '' },
    run: roots.run ?? { id: '', started_at: '', is_test: false },
    now: roots.now ?? new Date().toISOString(),
  }
}

/** What someone began to type to insert data: `{{` or a `/` that begins a word, and what follows it. */
export interface DataTrigger {
  from: number
  query: string
}

export function dataTriggerAt(text: string, caret: number): DataTrigger | null {
  const before = text.slice(0, caret)
  const match = /(?:\{\{\s*|(?<=^|\s)\/)([\p{L}\d._ ]{0,30})$/u.exec(before)
  return match ? { from: match.index, query: match[1] ?? '' } : null
}

/** Variables whose label, group or path holds every word. Ids say nothing to people: they are found when asked for only. */
export function findVariables(groups: readonly VariableGroup[], query: string): VariableGroup[] {
  const words = query
    .toLowerCase()
    .split(/[\s.]+/)
    .filter(Boolean)
  return groups.flatMap(({ label, items }) => {
    const found = items.filter((item) => {
      if (words.length === 0 && item.type === 'id') return false
      const text = `${label} ${item.label} ${item.path}`.toLowerCase()
      return words.every((word) => text.includes(word))
    })
    return found.length ? [{ label, items: found }] : []
  })
}
