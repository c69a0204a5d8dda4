import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { sentenceOfRules } from './rule-sentence.ts'
import { decideRules, evaluateRules, pathsInRules, rootsInRules } from './rules.ts'
import { RULE_OPERATORS, type RuleOperator, type Rules, RulesSchema } from './rules-schema.ts'
import type { Json } from './run.ts'
import { testScope } from './testing/definitions.ts'

const rule = (field: string, operator: RuleOperator, value?: Json) => ({ field, operator, value })
const and = (...rules: Rules['rules']): Rules => ({ combinator: 'and', rules })
const or = (...rules: Rules['rules']): Rules => ({ combinator: 'or', rules })

function holds(actual: Json | undefined, operator: RuleOperator, value?: Json, timeZone = 'Europe/Berlin'): boolean {
  const trigger = { body: actual === undefined ? {} : { it: actual } }
  return evaluateRules(and(rule('trigger.body.it', operator, value)), { trigger }, { timeZone }).holds
}

describe('a comparison', () => {
  it.each<[Json | undefined, RuleOperator, Json, boolean]>([
    ['Pending', 'equals', ' pending', true],
    ['pending', 'equals', 'pend', false],
    ['Ärger', 'equals', 'ärger', true],
    [1200, 'equals', '1200.00', true],
    ['1200.50', 'equals', 1200.5, true],
    ['007', 'equals', '7', false],
    ['12345678901234567890', 'equals', '12345678901234567891', false],
    [true, 'equals', 'yes', true],
    [false, 'equals', 'false', true],
    [true, 'equals', 1, false],
    ['2026-03-01', 'equals', '2026-02-28T23:30:00Z', true],
    [['a'], 'equals', 'a', false],
    ['', 'not_equals', 'x', true],
    ['x', 'not_equals', 'X', false],
    ['Maria Lopez', 'contains', 'LOPEZ', true],
    [['new', 'VIP'], 'contains', 'vip', true],
    [['new', 'VIP'], 'contains', 'ne', false],
    [{ a: 1 }, 'contains', 'a', false],
    ['POL-1042', 'starts_with', 'pol', true],
    ['POL-1042', 'starts_with', '1042', false],
    [1000, 'greater', 999, true],
    ['1000', 'greater', '999', true],
    [1000, 'greater', 1000, false],
    [1000, 'at_least', '1000', true],
    [999.99, 'at_least', 1000, false],
    [-1, 'less', 0, true],
    [0, 'less', 0, false],
    [0, 'at_most', 0, true],
    [0.01, 'at_most', 0, false],
    ['2026-03-02', 'greater', '2026-03-01', true],
    ['abc', 'greater', 1, false],
    ['abc', 'less', 1, false],
    ['abc', 'at_most', 1, false],
    ['2026-03-01', 'before', '2026-03-02', true],
    ['2026-03-01', 'before', '2026-03-01', false],
    ['2026-03-01T10:00:00Z', 'after', '2026-03-01T09:59:59Z', true],
    ['2026-03-01T10:00:00Z', 'after', '2026-03-01T12:00:00+02:00', false],
    // A moment and a date are compared by the day on the zone's clock.
    ['2026-03-01T22:59:00Z', 'after', '2026-03-01', false],
    ['2026-03-01T23:00:00Z', 'after', '2026-03-01', true],
    ['soon', 'before', '2026-03-01', false],
    [5, 'before', 6, false],
    ['Lapsed', 'in', ['lapsed', 'cancelled'], true],
    ['lapsed', 'in', 'active, lapsed', true],
    ['active', 'in', ['lapsed', 'cancelled'], false],
    [25, 'in', [0, '25'], true],
  ])('%o %s %o: %s', (actual, operator, value, expected) => {
    expect(holds(actual, operator, value)).toBe(expected)
  })

  it.each<[Json | undefined, boolean]>([
    [undefined, true],
    [null, true],
    ['', true],
    ['  ', true],
    [[], true],
    [{}, true],
    [0, false],
    [false, false],
    ['x', false],
  ])('%o is empty: %s', (actual, expected) => {
    expect(holds(actual, 'is_empty')).toBe(expected)
    expect(holds(actual, 'is_not_empty')).toBe(!expected)
  })

  it('with what is missing holds for “is not” alone', () => {
    const operators = Object.keys(RULE_OPERATORS) as RuleOperator[]
    expect(operators.filter((operator) => holds(undefined, operator, 'x'))).toEqual(['not_equals', 'is_empty'])
    expect(operators.filter((operator) => holds('x', operator, '{{subject.gone}}'))).toEqual([
      'not_equals',
      'is_not_empty',
    ])
    expect(operators.filter((operator) => holds(undefined, operator, '{{subject.gone}}'))).toEqual(['is_empty'])
  })
})

describe('a change', () => {
  const moved = { type: 'recruit.phase_changed', data: { from_phase: 'applied', to_phase: 'Interview' } }
  const changes = (trigger: Record<string, Json>, subject: Record<string, Json>, field = 'subject.phase') => {
    const ask = (operator: RuleOperator, value: string) =>
      evaluateRules(and(rule(field, operator, value)), { trigger, subject }).holds
    return {
      to: ['applied', 'interview', 'training'].filter((value) => ask('changed_to', value)),
      from: ['applied', 'interview', 'training'].filter((value) => ask('changed_from', value)),
    }
  }

  it('is read from what the event tells', () => {
    expect(changes(moved, { phase: 'training' })).toEqual({ to: ['interview'], from: ['applied'] })
    expect(changes(moved, {}, 'trigger.data.to_phase')).toEqual({ to: ['interview'], from: ['applied'] })
  })

  it('is read from the previous values and what is there now', () => {
    const previous = { type: 'x', data: { previous: { phase: 'applied' } } }
    expect(changes(previous, { phase: 'interview' })).toEqual({ to: ['interview'], from: ['applied'] })
    expect(changes(previous, { phase: 'applied' })).toEqual({ to: [], from: [] })
    expect(changes({ previous: { phase: 'applied' } }, { phase: 'training' })).toEqual({
      to: ['training'],
      from: ['applied'],
    })
  })

  it('is none where nothing tells what was before', () => {
    expect(changes({ type: 'x', data: {} }, { phase: 'interview' })).toEqual({ to: [], from: [] })
  })
})

describe('what decided', () => {
  const decide = (rules: Rules) => {
    const { holds, decidedBy } = evaluateRules(rules, testScope, {
      labelOf: (path) => (path === 'subject.premium' ? 'Premium' : undefined),
    })
    return [holds, ...decidedBy.map(({ place, sentence }) => `${place.join('.')} ${sentence}`)]
  }
  const cheap = rule('subject.premium', 'less', 1000)
  const dear = rule('subject.premium', 'greater', 1000)
  const named = rule('subject.client.first_name', 'equals', 'maria')
  const mailed = rule('subject.client.email', 'is_not_empty')

  it('is the first clause that fails of “and”, or all of them', () => {
    expect(decide(and(dear, named))).toEqual([
      true,
      '0 Premium is more than 1000 (it is “1234.5”).',
      '1 Client first name is “maria”.',
    ])
    expect(decide(and(named, cheap, mailed))).toEqual([false, '1 Premium is not less than 1000 (it is “1234.5”).'])
  })

  it('is the first clause that holds of “or”, or all of them', () => {
    expect(decide(or(cheap, named, dear))).toEqual([true, '1 Client first name is “maria”.'])
    expect(decide(or(cheap, mailed))).toEqual([
      false,
      '0 Premium is not less than 1000 (it is “1234.5”).',
      '1 Client email is empty.',
    ])
  })

  it('may be deep inside', () => {
    expect(decide(and(named, or(cheap, and(dear, mailed))))).toEqual([
      false,
      '1.0 Premium is not less than 1000 (it is “1234.5”).',
      '1.1.1 Client email is empty.',
    ])
  })

  it.each<[Rules['rules'][number], string]>([
    [rule('subject.notes', 'equals', 'x'), 'Notes is not “x” (it has no value).'],
    [rule('trigger.body.count', 'equals', 4), 'Count is not 4 (it is 3).'],
    [rule('trigger.body.tags', 'contains', 'old'), 'Tags does not contain “old” (it is “new”, “vip”).'],
    [rule('subject.policy_number', 'in', ['a', 'b']), 'Policy number is none of “a”, “b” (it is “POL-1”).'],
    [
      rule('subject.policy_number', 'equals', '{{subject.notes}}'),
      'Policy number is not the record’s notes (what it is compared with has no value).',
    ],
    [
      rule('subject.phase', 'changed_to', 'active'),
      'Phase did not change to “active” (nothing tells what it was before).',
    ],
  ])('%o: %s', (clause, sentence) => {
    expect(evaluateRules(and(clause), testScope).decidedBy).toEqual([{ place: [0], holds: false, sentence }])
  })
})

test('values may be inserted, and are inserted once', () => {
  const scope = {
    trigger: { body: { it: '{{subject.secret}}' } },
    subject: { secret: 'x', copy: '{{subject.secret}}' },
  }
  const rules = and(rule('subject.copy', 'equals', '{{trigger.body.it}}'))
  expect(evaluateRules(rules, scope).holds).toBe(true)
  const read = () => 'x'
  expect(decideRules(and(rule('subject.secret', 'equals', '{{subject.secret}}')), read).holds).toBe(false)
})

test('what rules read can be asked for before', () => {
  const rules = and(
    rule('subject.phase', 'changed_to', 'active'),
    or(rule('steps.n1.body["first name"]', 'equals', '{{now}}')),
  )
  expect(pathsInRules(rules)).toEqual([
    ['subject', 'phase'],
    ['trigger', 'data', 'from_phase'],
    ['trigger', 'data', 'previous', 'phase'],
    ['trigger', 'previous', 'phase'],
    ['trigger', 'data', 'to_phase'],
    ['steps', 'n1', 'body', 'first name'],
  ])
  expect([...rootsInRules(rules)]).toEqual(['subject', 'trigger', 'steps', 'now'])
})

test('rules in words', () => {
  const rules = and(
    rule('subject.status', 'equals', 'active'),
    or(rule('subject.premium', 'greater', 1000), rule('subject.client.email', 'is_empty')),
    rule('subject.renewal_date', 'before', '{{steps.n1.body.due_date}}'),
  )
  expect(sentenceOfRules(rules, (path) => (path === 'subject.premium' ? 'Premium' : undefined))).toBe(
    'status is “active” and (Premium is more than 1000 or client email is empty) and renewal date is before body due date',
  )
})

describe('as config', () => {
  const nested = (depth: number): Rules =>
    depth === 1 ? and(rule('subject.status', 'is_empty')) : and(nested(depth - 1))
  const wrong = (rules: unknown) => RulesSchema.safeParse(rules).error?.issues.map(({ message }) => message) ?? []

  it('nest five deep, and hold a hundred comparisons in all', () => {
    expect(RulesSchema.safeParse(nested(5)).success).toBe(true)
    expect(RulesSchema.safeParse(nested(6)).success).toBe(false)
    const many = (count: number) => Array.from({ length: count }, () => rule('subject.status', 'is_empty'))
    expect(wrong(and(and(...many(50)), and(...many(50))))).toEqual([])
    expect(wrong(and(and(...many(50)), and(...many(51))))).toEqual(['Use at most 100 comparisons.'])
  })

  it.each([
    [and(), 'Add a comparison.'],
    [{ combinator: 'xor', rules: [] }, 'Invalid option: expected one of "and"|"or"'],
  ])('%o is refused: %s', (rules, message) => {
    expect(wrong(rules)).toContain(message)
  })
})

test('any rules on any data are decided without throwing, the same from both sides of “not”', () => {
  const json = fc.jsonValue({ maxDepth: 2 }) as fc.Arbitrary<Json>
  const operator = fc.constantFrom(...(Object.keys(RULE_OPERATORS) as RuleOperator[]))
  const value = fc.oneof(json, fc.constantFrom('{{subject.a}}', '{{nope', '{{subject.gone | upcase}}', '2026-03-01'))
  const field = fc.oneof(fc.constantFrom('subject.a', 'subject.b.c', 'trigger.data.a', 'x', ''), fc.string())
  fc.assert(
    fc.property(json, field, operator, value, (data, field, operator, value) => {
      const scope = { subject: { a: data, b: { c: data } }, trigger: { data: { from_a: data, to_a: data } } }
      const { holds, decidedBy } = evaluateRules(and(rule(field, operator, value)), scope, { timeZone: 'Asia/Tokyo' })
      expect(decidedBy).toEqual([{ place: [0], holds, sentence: expect.stringMatching(/\.$/) }])
      const opposite = { equals: 'not_equals', is_empty: 'is_not_empty' } as const
      if (operator === 'is_empty') {
        expect(evaluateRules(and(rule(field, opposite[operator])), scope).holds).toBe(!holds)
      }
    }),
    { numRuns: 2000 },
  )
})
