import { expect, test } from 'vitest'
import type { StepDiff } from '../../features/sentences/definition-diff.ts'
import { placesOf } from './diff-places.ts'

const step = (id: string, mark: StepDiff['mark'], x: number, y: number): StepDiff => ({
  mark,
  node: { id, type: 'wait', name: id, config: {}, position: { x, y } },
  before: undefined,
  details: [],
})

test('what is gone stands beside what stands there now, and beside what else is gone', () => {
  const places = placesOf([step('a', 'same', 0, 0), step('b', 'removed', 0, 10), step('c', 'removed', 0, 0)])
  expect(places.get('a')).toEqual({ x: 0, y: 0 })
  const [b, c] = [places.get('b'), places.get('c')]
  expect(b?.x).toBeGreaterThan(0)
  expect(c?.x).toBeGreaterThan(b?.x ?? 0)
})

test('what is gone stays where it stood when the place is free', () => {
  expect(placesOf([step('a', 'same', 0, 0), step('b', 'removed', 0, 400)]).get('b')).toEqual({ x: 0, y: 400 })
})
