import { type ClauseReading, sentenceOfClause } from './rule-sentence.ts'
import { choicesOf, compare, compareDates, contains, isEmpty, isMissing, isSame, startsWith } from './rule-value.ts'
import { isGroup, type Rule, type Rules, takesValue } from './rules-schema.ts'
import type { Json } from './run.ts'
import type { TemplateOptions, TemplateScope } from './scope.ts'
import { resolveValue, rootsIn } from './template.ts'
import { TemplateError } from './template-error.ts'
import { parsePath } from './template-path.ts'

/** What rules said, and which clauses it was up to. */
export interface RulesDecision {
  holds: boolean
  /** Of `and`: the first clause that did not hold, or all of them; of `or`: the first that held, or all of them. */
  decidedBy: ClauseDecision[]
}

export interface ClauseDecision {
  /** Where the clause stands: the places in `rules`, from outside in. */
  place: number[]
  holds: boolean
  /** `Premium is not more than 1000 (it is 900).` It holds data of the hub: keep it where records may be seen. */
  sentence: string
}

export interface RulesOptions extends TemplateOptions {
  /** What a path is called: `Client → First name`. Where it gives undefined, the path itself is put in words. */
  labelOf?: (path: string) => string | undefined
}

/** Reads the value at a path; undefined where there is none. */
export type PathReader = (path: string[]) => Json | undefined

/**
 * Decides rules on what a run knows; a root that is absent has no values. What their values insert is inserted first.
 * Never throws: what is missing or cannot be compared makes its clause false (`not_equals` and `is_empty` true).
 */
export function evaluateRules(rules: Rules, scope: Partial<TemplateScope>, options: RulesOptions = {}): RulesDecision {
  const read: PathReader = (path) => valueAt(scope, path)
  return decide(rules, [], { read, insert: (value) => inserted(value, scope, options), options })
}

/** Like `evaluateRules` on rules whose values hold nothing to insert any more, as a step gets them. */
export function decideRules(rules: Rules, read: PathReader, options: RulesOptions = {}): RulesDecision {
  return decide(rules, [], { read, insert: (value) => value, options })
}

/** Every path that rules read, with those that tell of a change: what to have at hand before they are decided. */
export function pathsInRules(rules: Rules): string[][] {
  return rules.rules.flatMap((rule) => {
    if (isGroup(rule)) return pathsInRules(rule)
    const path = parsePath(rule.field)
    if (path === null) return []
    return rule.operator === 'changed_to' || rule.operator === 'changed_from'
      ? [path, ...Object.values(changePaths(path)).flat()]
      : [path]
  })
}

/** The roots that rules read, by their fields and by what their values insert: what must be loaded first. */
export function rootsInRules(rules: Rules): Set<string> {
  const roots = new Set(pathsInRules(rules).flatMap(([root]) => (root === undefined ? [] : [root])))
  for (const rule of rules.rules) {
    const inner = isGroup(rule) ? rootsInRules(rule) : rootsIn(rule.value ?? null)
    for (const root of inner) roots.add(root)
  }
  return roots
}

interface Deciding {
  read: PathReader
  insert: (value: Json | undefined) => Json | undefined
  options: RulesOptions
}

function decide({ combinator, rules }: Rules, place: number[], deciding: Deciding): RulesDecision {
  const decisive = combinator === 'or'
  const decidedBy: ClauseDecision[] = []
  for (const [index, rule] of rules.entries()) {
    const at = [...place, index]
    const { holds, decidedBy: by } = isGroup(rule) ? decide(rule, at, deciding) : decideClause(rule, at, deciding)
    if (holds === decisive) return { holds, decidedBy: by }
    decidedBy.push(...by)
  }
  return { holds: !decisive, decidedBy }
}

function decideClause(rule: Rule, place: number[], { read, insert, options }: Deciding): RulesDecision {
  const path = parsePath(rule.field)
  const value = takesValue(rule.operator) ? insert(rule.value) : undefined
  const reading: ClauseReading = {
    actual: path === null ? undefined : read(path),
    value,
    ...(path !== null && rule.operator.startsWith('changed_') ? { change: changeOf(path, read) } : {}),
  }
  const holds = holdsClause(rule.operator, reading, options.timeZone ?? 'UTC')
  return { holds, decidedBy: [{ place, holds, sentence: sentenceOfClause(rule, holds, reading, options.labelOf) }] }
}

function holdsClause(operator: Rule['operator'], { actual, value, change }: ClauseReading, timeZone: string): boolean {
  if (operator === 'is_empty') return isEmpty(actual)
  if (operator === 'is_not_empty') return !isEmpty(actual)
  if (isMissing(value)) return operator === 'not_equals' && !isMissing(actual)
  const same = (one: Json | undefined) => !isMissing(one) && isSame(one, value, timeZone)
  if (operator === 'changed_to') return change !== undefined && same(change.after) && !same(change.before)
  if (operator === 'changed_from') return change !== undefined && same(change.before) && !same(change.after)
  if (isMissing(actual)) return operator === 'not_equals'
  return holdsComparison(operator, actual, value, timeZone)
}

function holdsComparison(
  operator: Exclude<Rule['operator'], 'is_empty' | 'is_not_empty' | 'changed_to' | 'changed_from'>,
  actual: Json,
  value: Json,
  timeZone: string,
): boolean {
  switch (operator) {
    case 'equals':
      return isSame(actual, value, timeZone)
    case 'not_equals':
      return !isSame(actual, value, timeZone)
    case 'contains':
      return contains(actual, value, timeZone)
    case 'starts_with':
      return startsWith(actual, value)
    case 'in':
      return choicesOf(value).some((choice) => isSame(actual, choice, timeZone))
    case 'greater':
      return (compare(actual, value, timeZone) ?? 0) > 0
    case 'less':
      return (compare(actual, value, timeZone) ?? 0) < 0
    case 'at_least':
      return (compare(actual, value, timeZone) ?? -1) >= 0
    case 'at_most':
      return (compare(actual, value, timeZone) ?? 1) <= 0
    case 'before':
      return (compareDates(actual, value, timeZone) ?? 0) < 0
    case 'after':
      return (compareDates(actual, value, timeZone) ?? 0) > 0
  }
}

/** Where an event tells what a field was and has become: `from_phase` and `to_phase`, or `previous.phase`. */
function changePaths(path: readonly string[]): { before: string[][]; after: string[][] } {
  const name = (path.at(-1) ?? '').replace(/^(?:to|from)_/, '')
  const data = (...keys: string[]) => ['trigger', 'data', ...keys]
  return {
    before: [data(`from_${name}`), data('previous', name), ['trigger', 'previous', name]],
    after: [data(`to_${name}`)],
  }
}

/** Undefined when nothing is known to have changed: without an earlier value there is only what is now. */
function changeOf(path: string[], read: PathReader): ClauseReading['change'] {
  const { before, after } = changePaths(path)
  const first = (paths: string[][]) => paths.map(read).find((value) => !isMissing(value))
  const [was, became] = [first(before), first(after)]
  if (became === undefined && was === undefined) return undefined
  return { before: was, after: became ?? read(path) }
}

function inserted(value: Json | undefined, scope: Partial<TemplateScope>, options: TemplateOptions): Json | undefined {
  if (Array.isArray(value)) return value.map((item) => inserted(item, scope, options) ?? null)
  if (typeof value !== 'string') return value
  try {
    return resolveValue(value, scope, options)
  } catch (error) {
    if (error instanceof TemplateError) return undefined
    throw error
  }
}

/** Own properties only, as in templates; of lists also `first`, `last` and `size`. */
function valueAt(scope: Partial<TemplateScope>, path: readonly string[]): Json | undefined {
  return path.reduce<unknown>((value, key) => {
    if (Array.isArray(value) && key === 'first') return value[0]
    if (Array.isArray(value) && key === 'last') return value.at(-1)
    if ((Array.isArray(value) || typeof value === 'string') && key === 'size') return value.length
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined
    return (value as Record<string, unknown>)[key]
  }, scope) as Json | undefined
}
