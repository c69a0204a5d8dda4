import { z } from 'zod'
import { field, fields } from './field.ts'
import type { Json } from './run.ts'
import { PATH_PATTERN } from './template-path.ts'

/** How a clause compares; each with its words, so that a clause reads as a sentence: `Status is one of …`. */
export const RULE_OPERATORS = {
  equals: 'is',
  not_equals: 'is not',
  contains: 'contains',
  starts_with: 'starts with',
  greater: 'is more than',
  at_least: 'is at least',
  less: 'is less than',
  at_most: 'is at most',
  before: 'is before',
  after: 'is after',
  is_empty: 'is empty',
  is_not_empty: 'is not empty',
  in: 'is one of',
  changed_to: 'changed to',
  changed_from: 'changed from',
} as const
export type RuleOperator = keyof typeof RULE_OPERATORS

/** One comparison. `field` is a path as it stands between braces: `subject.client.first_name`. */
export interface Rule {
  field: string
  operator: RuleOperator
  value?: Json | undefined
}

/** Clauses of which all (`and`) or one (`or`) must hold; a clause may be a group of its own. */
export interface Rules {
  combinator: 'and' | 'or'
  rules: (Rule | Rules)[]
}

export function isGroup(rule: Rule | Rules): rule is Rules {
  return 'rules' in rule
}

const MAX_DEPTH = 5
const MAX_RULES = 100
const OPERATORS = Object.keys(RULE_OPERATORS) as [RuleOperator, ...RuleOperator[]]

/** True where a clause compares with a value. */
export function takesValue(operator: RuleOperator): boolean {
  return operator !== 'is_empty' && operator !== 'is_not_empty'
}

const Scalar = z.union([z.string().max(2000), z.number(), z.boolean()])

const Clause: z.ZodType<Rule> = fields({
  field: field(z.string().min(1, 'Choose what to compare.').max(500).regex(PATH_PATTERN, 'Choose what to compare.'), {
    title: 'Data',
    help: 'What is compared: something of the record, such as its status, or what an earlier step gave. Choose it from the list; the sample beside it shows what it holds.',
    widget: 'data-path',
    placeholder: 'subject.status',
  }),
  operator: field(z.enum(OPERATORS), {
    title: 'Comparison',
    help: 'How the two are compared. “Is more than” is for numbers and amounts, “is before” for dates, “contains” for a part of a text; “changed to” looks at what this event changed.',
    labels: { ...RULE_OPERATORS },
  }),
  value: field(z.union([Scalar, z.null(), z.array(Scalar).max(100)]), {
    title: 'Value',
    help: 'What it is compared with: something you write, or data that is put in when the workflow runs.',
    description: 'Not for “is empty” and “is not empty”. For “is one of”: a list, or words between commas.',
    template: true,
  }).optional(),
}).superRefine(({ operator, value }, check) => {
  const isMissing = value === undefined || value === null || value === '' || (Array.isArray(value) && !value.length)
  if (takesValue(operator) && isMissing)
    check.addIssue({ code: 'custom', path: ['value'], message: 'Fill in what to compare with.' })
})

/** Rules as a config field takes them: groups in groups up to five deep, a hundred clauses in all. */
export const RulesSchema = groupOf(MAX_DEPTH).refine((rules) => countOf(rules) <= MAX_RULES, {
  message: `Use at most ${MAX_RULES} comparisons.`,
})

/** Written out level by level instead of referring to itself: the depth is then part of the JSON Schema too. */
function groupOf(depth: number): z.ZodType<Rules> {
  const rule = depth > 1 ? z.union([Clause, groupOf(depth - 1)]) : Clause
  return fields({
    combinator: field(z.enum(['and', 'or']), {
      title: 'Must hold',
      help: '“All of these” wants every comparison to be true, “One of these” is content with a single one.',
      labels: { and: 'All of these', or: 'One of these' },
    }),
    rules: field(z.array(rule).min(1, 'Add a comparison.').max(MAX_RULES), {
      title: 'Comparisons',
      help: 'Each line is one question that is answered with yes or no. A group has its own “all” or “one of”, as brackets have in arithmetic.',
      description: 'Each a comparison, or a group of its own.',
    }),
  })
}

function countOf({ rules }: Rules): number {
  return rules.reduce((count, rule) => count + (isGroup(rule) ? countOf(rule) : 1), 0)
}
