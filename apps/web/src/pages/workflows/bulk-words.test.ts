import { expect, test } from 'vitest'
import { resultInWords } from './bulk-words.ts'

const refused = (count: number) =>
  Array.from({ length: count }, (_, n) => ({ id: `${n}`, name: `W${n}`, reason: 'No.' }))

test('what became of many is one sentence', () => {
  const done = { changed: 12, already: 0, refused: refused(2), gone: 0, more: false }
  expect(resultInWords('pause', done)).toBe('12 workflows paused, 2 could not be')
  expect(resultInWords('resume', { ...done, changed: 1, already: 3, refused: [], gone: 1 })).toBe(
    '1 workflow resumed, 3 were active already, 1 is gone',
  )
  expect(resultInWords('delete', { ...done, changed: 0, refused: refused(1) })).toBe(
    'None moved to the bin, 1 could not be',
  )
})
