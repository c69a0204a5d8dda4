import { expect, test } from 'vitest'
import { startLoop } from './loop.ts'
import { until } from './testing/until.ts'

test('looks again at once while there is more, and when it is woken', async () => {
  let turns = 0
  const loop = startLoop({ everyMs: 60_000, turn: async () => ++turns < 3, onError: () => {} })
  await until('three turns', async () => turns === 3 && loop.isResting())
  loop.wake()
  await until('the fourth turn', async () => turns === 4)
  await loop.stop()
  expect(turns).toBe(4)
})

test('a call that comes during a turn is not lost', async () => {
  let turns = 0
  const loop = startLoop({
    everyMs: 60_000,
    async turn() {
      await Promise.resolve()
      if (++turns === 1) loop.wake()
      return false
    },
    onError: () => {},
  })
  await until('the second turn', async () => turns === 2)
  await loop.stop()
})

test('survives its worst turn, and rests before it tries again even when woken', async () => {
  const errors: unknown[] = []
  let turns = 0
  const loop = startLoop({
    everyMs: 50,
    async turn() {
      turns++
      if (turns === 1) throw new Error('broken')
      return false
    },
    onError: (error) => errors.push(error),
  })
  await until('the first turn', async () => loop.isResting())
  loop.wake()
  expect(turns).toBe(1)
  await until('another turn', async () => turns === 2)
  await loop.stop()
  expect(errors).toEqual([new Error('broken')])
})
