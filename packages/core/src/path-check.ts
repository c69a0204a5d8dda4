import type { Shape, ShapeField } from './shape.ts'
import { formatPath } from './template-path.ts'

/** What LiquidJS itself offers on texts and lists. */
const LIST_WORDS = ['first', 'last', 'size']
const MAX_NAMED = 8

/** Why a path leads nowhere, as a sentence; null when it may have a value. */
export function checkPath(path: readonly string[], roots: ReadonlyMap<string, ShapeField>): string | null {
  const [root = '', ...keys] = path
  const start = roots.get(root)
  const written = `{{${formatPath(path)}}}`
  if (!start) return `${written} leads nowhere: start with ${listOf([...roots.keys()])}.`
  let { shape } = start
  let name = root
  for (const key of keys) {
    const next = step(shape, key)
    if (next === 'unknown') return `${written} leads nowhere: ${missing(shape, name, key)}`
    if (next === 'anything') return null
    name = key
    shape = next
  }
  return null
}

function step(shape: Shape, key: string): Shape | 'unknown' | 'anything' {
  switch (shape.kind) {
    case 'any':
      return 'anything'
    case 'value':
      return key === 'size' && shape.type === 'text' ? { kind: 'value', type: 'number' } : 'unknown'
    case 'list':
      if (key === 'size') return { kind: 'value', type: 'number' }
      return /^\d+$/.test(key) || LIST_WORDS.includes(key) ? shape.item : 'unknown'
    case 'record':
      return shape.fields.get(key)?.shape ?? (shape.open ? 'anything' : 'unknown')
  }
}

function missing(shape: Shape, name: string, key: string): string {
  if (shape.kind === 'list') return `"${name}" is a list. Take first, last, size or a number.`
  if (shape.kind !== 'record') return `there is nothing inside "${name}".`
  const owner = shape.name ?? name
  if (shape.fields.size === 0) return `"${owner}" has no data to insert here.`
  const known = [...shape.fields.keys()]
  const named = known.length > MAX_NAMED ? `${known.slice(0, MAX_NAMED).join(', ')} and more` : listOf(known)
  return `"${owner}" has no "${key}". Take ${named}.`
}

function listOf(words: string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} or ${words.at(-1)}` : words.join('')
}
