import { isMissing } from './rule-value.ts'
import { isGroup, RULE_OPERATORS, type Rule, type RuleOperator, type Rules, takesValue } from './rules-schema.ts'
import type { Json } from './run.ts'
import { isTemplate, pathsIn } from './template.ts'
import { ownedInWords, parsePath, pathInWords } from './template-path.ts'

/** What a clause found when it was decided. */
export interface ClauseReading {
  actual: Json | undefined
  /** What it is compared with, once data is inserted. */
  value: Json | undefined
  change?: { before: Json | undefined; after: Json | undefined } | undefined
}

type LabelOf = (path: string) => string | undefined

const MAX_LENGTH = 60

const NEGATIONS: Record<RuleOperator, string> = {
  equals: 'is not',
  not_equals: 'is',
  contains: 'does not contain',
  starts_with: 'does not start with',
  greater: 'is not more than',
  at_least: 'is not at least',
  less: 'is not less than',
  at_most: 'is not at most',
  before: 'is not before',
  after: 'is not after',
  is_empty: 'is not empty',
  is_not_empty: 'is empty',
  in: 'is none of',
  changed_to: 'did not change to',
  changed_from: 'did not change from',
}

/**
 * Rules in words: `status is “active” and (premium is more than 1000 or client email is empty)`. `labelOf` names paths;
 * where it gives undefined, the path itself is put in words.
 */
export function sentenceOfRules(rules: Rules, labelOf: LabelOf = () => undefined): string {
  return rules.rules
    .map((rule) => {
      if (!isGroup(rule)) return clauseInWords(rule, RULE_OPERATORS[rule.operator], rule.value, labelOf)
      const inner = sentenceOfRules(rule, labelOf)
      return rule.rules.length > 1 ? `(${inner})` : inner
    })
    .join(` ${rules.combinator} `)
}

/** Whether a clause held and what there was: `Premium is not more than 1000 (it is 900).` */
export function sentenceOfClause(rule: Rule, holds: boolean, reading: ClauseReading, labelOf?: LabelOf): string {
  const isUnknown = takesValue(rule.operator) && isMissing(reading.value)
  const words = holds ? RULE_OPERATORS[rule.operator] : NEGATIONS[rule.operator]
  const clause = clauseInWords(rule, words, isUnknown ? rule.value : reading.value, labelOf ?? (() => undefined))
  return `${clause.charAt(0).toUpperCase()}${clause.slice(1)}${detailOf(rule, holds, reading, isUnknown)}.`
}

function detailOf(rule: Rule, holds: boolean, { actual, change }: ClauseReading, isUnknown: boolean): string {
  if (isUnknown) return ' (what it is compared with has no value)'
  if (rule.operator.startsWith('changed_')) {
    if (holds) return ''
    return change
      ? ` (it was ${inWords(change.before)} and is ${inWords(change.after)})`
      : ' (nothing tells what it was before)'
  }
  const saysItAll = rule.operator === 'is_empty' || rule.operator === 'is_not_empty' || rule.operator === 'equals'
  if (saysItAll && (holds || rule.operator !== 'equals')) return ''
  if (isMissing(actual)) return ' (it has no value)'
  return ` (it is ${inWords(actual)})`
}

function clauseInWords(rule: Rule, words: string, value: Json | undefined, labelOf: LabelOf): string {
  const path = parsePath(rule.field)
  const label = labelOf(rule.field) ?? (path ? pathInWords(path) : rule.field || '…')
  return takesValue(rule.operator) ? `${label} ${words} ${inWords(value)}` : `${label} ${words}`
}

function inWords(value: Json | undefined): string {
  if (isMissing(value) || value === '') return '…'
  if (Array.isArray(value)) return value.map(inWords).join(', ')
  if (typeof value === 'string' && isTemplate(value)) {
    const [path] = pathsIn(value)
    return path ? ownedInWords(path) : '…'
  }
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  const short = text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH - 1)}…` : text
  return typeof value === 'number' ? short : `“${short}”`
}
