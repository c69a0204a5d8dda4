import { type Definition, type Json, pathsIn } from '@hubflow/core'

/**
 * A made-up output of a node, with a word in angle quotes wherever other nodes insert something of it: a test is to show
 * those too, not to fail for want of an answer that nobody gave.
 */
export function filledSample(output: Json, nodeId: string, definition: Definition): Json {
  const paths = definition.nodes.flatMap(({ config }) => textsIn(config)).flatMap(pathsIn)
  return paths
    .filter(([root, id, ...keys]) => root === 'steps' && id === nodeId && keys.length > 0)
    .reduce((filled, [, , ...keys]) => fill(filled, keys), output)
}

function fill(value: Json | undefined, [key, ...inner]: string[]): Json {
  if (key === undefined) return value ?? null
  if (value !== undefined && value !== null && !isObject(value)) return value
  const known = isObject(value) && Object.hasOwn(value, key) ? value[key] : undefined
  const filled = inner.length > 0 ? fill(known, inner) : (known ?? wordFor(key))
  // A computed key is an own property, whatever it is called.
  return { ...value, [key]: filled }
}

function wordFor(key: string): string {
  return /e-?mail/i.test(key) ? 'sample@example.com' : `‹${key}›`
}

function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

function isObject(value: Json | undefined): value is { [key: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
