import { expect, test } from 'vitest'
import { DECISION_VERDICTS, sentenceOfDecision, type TriggerDecision } from './trigger-decision.ts'

test.each<[TriggerDecision['verdict'], TriggerDecision['detail'], string]>([
  ['started', {}, 'A run was started.'],
  [
    'held',
    { reason: 'The daily limit of 10 runs is reached.' },
    'held. The daily limit of 10 runs is reached. Release',
  ],
  ['paused', {}, 'the workflow was paused. Resume it'],
  ['filtered', { clauses: ['Premium is not more than 1000 (it is 900).'] }, 'said no. Premium is not more than 1000'],
  ['filtered', {}, 'It cannot be read. Open the trigger'],
  ['duplicate', {}, 'the same event had started one before'],
  ['already-in', { entry: 'once-per-subject' }, 'lets each in once'],
  ['already-in', { entry: 'not-while-running' }, 'still under way. Cancel that run'],
  ['chain-too-deep', { chain: ['A', 'B', 'A'] }, '(A → B → A), so this run was not begun. Change one of them'],
  [
    'missed',
    { count: 1, from: '2026-03-01T08:00', until: '2026-03-01T08:00' },
    'The time at 2026-03-01 08:00 was missed',
  ],
  ['missed', { count: 3, from: '2026-03-01T08:00', until: '2026-03-03T08:00' }, '3 times from 2026-03-01 08:00 to'],
  ['overlapping', { at: '2026-03-01T08:00' }, 'at 2026-03-01 08:00: the run before it was still under way'],
  ['refused', { reason: 'Call it with POST.' }, 'No run was started. Call it with POST.'],
])('%s of %j says what happened and what to do', (verdict, detail, expected) => {
  expect(sentenceOfDecision({ verdict, detail })).toContain(expected)
})

test('each verdict has a sentence, also when its detail is missing', () => {
  for (const verdict of DECISION_VERDICTS) {
    const sentence = sentenceOfDecision({ verdict, detail: {} })
    expect(sentence).toMatch(/^[A-Z].*[.]$/)
    expect(sentence).not.toContain('undefined')
  }
})
