import type { CatalogEntry } from '@hubflow/core'
import { expect, test } from 'vitest'
import { nodeSentence } from './node-sentence.ts'

const WAIT: CatalogEntry = {
  type: 'wait',
  kind: 'action',
  title: 'Wait',
  summary: '',
  group: 'Timing',
  icon: 'clock',
  sentence: 'Wait {{amount}} {{unit}}',
  effect: 'none',
  branches: ['next'],
  initialConfig: {},
  configSchema: { type: 'object' },
  outputSchema: { type: 'object' },
}

test.each([
  [1, 'days', 'Wait 1 day'],
  [2, 'days', 'Wait 2 days'],
])('a wait of %d %s', (amount, unit, sentence) => {
  expect(nodeSentence(node('wait', { amount, unit }), WAIT, () => undefined)).toBe(sentence)
})

test('a schedule says when it comes', () => {
  const config = { kind: 'weekly', weekdays: [1, 4], time: '08:00' }
  expect(nodeSentence(node('schedule', config), WAIT, () => undefined)).toBe('Every Monday and Thursday at 08:00')
})

function node(type: string, config: Record<string, string | number | number[]>) {
  return { id: 'a', type, name: 'A', config, position: { x: 0, y: 0 } }
}
