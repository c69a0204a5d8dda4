import { expect, test } from 'vitest'
import { recordingServices } from '../testing/recording-services.ts'
import { split } from './split.ts'

const shares = [
  { branch: 'A', percent: 20 },
  { branch: 'B', percent: 80 },
]

async function ways(nodeId: string, subjects: (string | null)[], runs: string[] = []): Promise<string[]> {
  const { services } = recordingServices()
  const going = subjects.map(async (subjectId, index) => {
    const run = { ...services.run, id: runs[index] ?? services.run.id, subjectId }
    const result = await split.run({ shares }, { ...services, nodeId, run })
    return result.branch ?? 'none'
  })
  return await Promise.all(going)
}

const records = Array.from({ length: 10_000 }, (_, index) => `record-${index}`)

test('sends shares of the records each way, another tenth at another step', async () => {
  const [first, second] = [await ways('n2', records), await ways('n3', records)]
  const share = (some: string[]) => some.filter((way) => way === 'A').length
  expect(share(first)).toBeGreaterThan(1850)
  expect(share(first)).toBeLessThan(2150)
  const both = first.filter((way, index) => way === 'A' && second[index] === 'A')
  expect(both.length).toBeGreaterThan(300)
  expect(both.length).toBeLessThan(500)
})

test('sends a record the same way whatever the run, and a run without one by itself', async () => {
  const runs = records.map((record) => `run of ${record}`)
  expect(await ways('n2', records, runs)).toEqual(await ways('n2', records))
  const none = records.map(() => null)
  const alone = await ways('n2', none, runs)
  expect(new Set(alone)).toEqual(new Set(['A', 'B']))
  expect(alone).toEqual(await ways('n2', none, runs))
})

test('the way of a record stays as it is from release to release', async () => {
  expect(await ways('n2', ['0199aaaa-0000-7000-8000-000000000020', '0199aaaa-0000-7000-8000-000000000021'])).toEqual([
    'B',
    'A',
  ])
})

test.each([
  [[{ branch: 'A', percent: 100 }], 'Add a second way.'],
  [
    [
      { branch: 'A', percent: 50 },
      { branch: 'A', percent: 50 },
    ],
    '“A” is there twice. Use another name.',
  ],
  [
    [
      { branch: 'A', percent: 33.3 },
      { branch: 'B', percent: 66.6 },
    ],
    'The shares make 99.9 percent. Make it 100.',
  ],
])('%o is refused: %s', (shares, message) => {
  expect(split.config.safeParse({ shares }).error?.issues.map((issue) => issue.message)).toContain(message)
})
