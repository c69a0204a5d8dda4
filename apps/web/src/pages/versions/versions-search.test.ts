import { expect, test } from 'vitest'
import { readVersionsSearch, sidesOf, type VersionsSearch } from './versions-search.ts'

test.each<[Record<string, unknown>, VersionsSearch]>([
  [{}, {}],
  [
    { newer: 'draft', older: 3, as: 'canvas' },
    { newer: 'draft', older: 3, as: 'canvas' },
  ],
  [{ newer: 'x', older: -1, as: 'list' }, {}],
  [{ newer: 1.5, older: '3' }, {}],
])('%o is read as %o', (search, read) => expect(readVersionsSearch(search)).toEqual(read))

test('what is compared by itself is the draft with what is live, else the two newest', () => {
  const versions = [3, 2, 1].map((version) => ({ version, isLive: version === 2 }))
  expect(sidesOf({}, { versions, hasUnpublishedChanges: true })).toEqual({ newer: 'draft', older: 2 })
  expect(sidesOf({}, { versions, hasUnpublishedChanges: false })).toEqual({ newer: 3, older: 2 })
  expect(sidesOf({ newer: 2 }, { versions, hasUnpublishedChanges: false })).toEqual({ newer: 2, older: 1 })
  expect(sidesOf({ newer: 1 }, { versions, hasUnpublishedChanges: false })).toEqual({ newer: 1, older: null })
  expect(sidesOf({ newer: 1, older: 3 }, { versions, hasUnpublishedChanges: false })).toEqual({ newer: 1, older: 3 })
  expect(sidesOf({}, { versions: [], hasUnpublishedChanges: false })).toEqual({ newer: 'draft', older: null })
})
