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
