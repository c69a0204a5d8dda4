import { type Template, type Token, TypeGuards, toValueSync, Value } from 'liquidjs'

/**
 * The paths that a part of a template reads, in the order written, as often as it reads them. LiquidJS's own analysis
 * counts lines for every path from the start of the text, so that a long mail would take seconds.
 */
export function pathsOf(part: Template): string[][] {
  const own = part.arguments
    ? [...part.arguments()].flatMap((one) => (one instanceof Value ? ofValue(one) : ofToken(one)))
    : []
  return [...own, ...childrenOf(part).flatMap(pathsOf)]
}

/** What stands inside a tag: the branches of an `if`. */
export function childrenOf(part: Template): Template[] {
  return part.children ? (toValueSync(part.children(false, true)) as Template[]) : []
}

/** A path as it is written in a template: `steps.n1.body["first name"]`. */
export function formatPath(path: readonly string[]): string {
  const [root = '', ...keys] = path
  return root + keys.map(formatKey).join('')
}

/** A path as `formatPath` writes it, alone: no braces, no filters. */
export const PATH_PATTERN = /^[A-Za-z_][\w-]*(?:\.[\w-]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])*$/

/** The keys of a path that stands alone; null when the text is none. */
export function parsePath(text: string): string[] | null {
  if (!PATH_PATTERN.test(text)) return null
  const keys = text.match(/"(?:[^"\\]|\\.)*"|[\w-]+/g) ?? []
  try {
    return keys.map((key) => (key.startsWith('"') ? String(JSON.parse(key)) : key))
  } catch {
    return null
  }
}

const ROOTS = ['trigger', 'steps', 'subject', 'workflow', 'run', 'now']

/** A path whose beginning may be left out where the subject is meant: `renewal_date` is `subject.renewal_date`. */
export function subjectPath(text: string): string[] | null {
  const path = parsePath(text)
  return path === null || ROOTS.includes(path[0] ?? '') ? path : ['subject', ...path]
}

/** `subject.client.first_name` → `client first name`; what an insertion is called where no label is known. */
export function pathInWords(path: readonly string[]): string {
  const [root, ...keys] = path
  const own =
    root === 'steps'
      ? keys.slice(1)
      : root === 'trigger' && ['body', 'data', 'inputs'].includes(keys[0] ?? '')
        ? keys.slice(1)
        : keys
  const words = (own.length ? own : path).join(' ').replaceAll('_', ' ')
  return words.replace(/ ?\bid$/, '') || words
}

const OWNERS: Record<string, string> = { body: 'the call', data: 'the event', inputs: 'the form' }

/** A value that stands alone, with whose it is: `subject.client.email` → `the client’s email`. */
export function ownedInWords(path: readonly string[]): string {
  const [root, kind = ''] = path
  if (root === 'subject' && path.length > 2)
    return `the ${pathInWords(path.slice(0, -1))}’s ${pathInWords(path.slice(-1))}`
  const owner = root === 'subject' ? 'the record' : root === 'trigger' ? OWNERS[kind] : undefined
  return owner !== undefined && path.length > 1 ? `${owner}’s ${pathInWords(path)}` : pathInWords(path)
}

function formatKey(key: string): string {
  if (/^\d+$/.test(key)) return `[${key}]`
  return /^[\w-]+$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`
}

function ofValue({ initial, filters }: Value): string[][] {
  const args = filters.flatMap((filter) => filter.args).map((arg) => (Array.isArray(arg) ? arg[1] : arg))
  return [...initial.postfix, ...args].flatMap((token) => (token ? ofToken(token) : []))
}

function ofToken(token: Token): string[][] {
  if (TypeGuards.isRangeToken(token)) return [...ofToken(token.lhs), ...ofToken(token.rhs)]
  if (!TypeGuards.isPropertyAccessToken(token)) return []
  if (token.variable) return ofToken(token.variable)
  const keys = token.props.map(keyOf)
  // What depends on another path (`a[b.c]`) is known up to there, and the other path is one of its own.
  const dynamic = keys.indexOf(undefined)
  const known = keys.slice(0, dynamic === -1 ? keys.length : dynamic).filter((key) => key !== undefined)
  return [...(known.length ? [known] : []), ...token.props.flatMap(ofToken)]
}

function keyOf(prop: Token): string | undefined {
  const isKey = TypeGuards.isWordToken(prop) || TypeGuards.isQuotedToken(prop) || TypeGuards.isNumberToken(prop)
  return isKey ? String(prop.content) : undefined
}
