import fc from 'fast-check'
import { expect, test } from 'vitest'
import { begin, change, endGesture, redo, undo } from './history.ts'

test('one gesture is one entry, and ends when something else is changed', () => {
  let history = begin('')
  for (const text of ['H', 'Hi', 'Hi M']) history = change(history, text, 'title')
  history = change(history, 'Hi M!', 'message')
  expect(undo(history).present).toBe('Hi M')
  expect(undo(undo(history)).present).toBe('')
})

test('leaving a field ends its gesture', () => {
  let history = endGesture(change(begin(''), 'one', 'title'))
  history = change(history, 'one two', 'title')
  expect(undo(history).present).toBe('one')
})

test('a change that changes nothing is no entry', () => {
  const history = change(begin('same'), 'same')
  expect(undo(history)).toBe(history)
  expect(history.past).toEqual([])
})

test('a change after an undo forgets what was undone', () => {
  const history = change(undo(change(begin('a'), 'b')), 'c')
  expect(redo(history).present).toBe('c')
  expect(undo(history).present).toBe('a')
})

test('300 changes can be undone one by one', () => {
  let history = begin(0)
  for (let number = 1; number <= 300; number++) history = change(history, number)
  for (let number = 299; number >= 0; number--) {
    history = undo(history)
    expect(history.present).toBe(number)
  }
})

test('undo all gives the start, redo all the end', () => {
  const step = fc.record({ value: fc.integer(), gesture: fc.option(fc.constantFrom('a', 'b')) })
  fc.assert(
    fc.property(fc.array(step, { maxLength: 200 }), (steps) => {
      const end = steps.reduce(
        (history, { value, gesture }) => change(history, { value }, gesture),
        begin({ value: 0 }),
      )
      let back = end
      while (back.past.length > 0) back = undo(back)
      expect(back.present).toEqual({ value: 0 })
      let forth = back
      while (forth.future.length > 0) forth = redo(forth)
      expect(forth.present).toBe(end.present)
    }),
  )
})
