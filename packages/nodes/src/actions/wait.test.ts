import { expect, test } from 'vitest'
import { recordingServices } from '../testing/recording-services.ts'
import { wait } from './wait.ts'

const { services } = recordingServices()

test.each([
  [{ kind: 'duration', amount: 3, unit: 'seconds' }, '2026-03-01T08:00:03.000Z'],
  [{ kind: 'duration', amount: 400, unit: 'days' }, '2027-04-05T08:00:00.000Z'],
  [{ kind: 'until', at: '2026-03-31T09:00' }, '2026-03-31T07:00:00.000Z'],
  [{ kind: 'until', at: '2026-06-01' }, '2026-05-31T22:00:00.000Z'],
  [{ kind: 'until', at: '2020-01-01' }, '2026-03-01T08:00:00.000Z'],
])('%o goes on at %s', async (config, expected) => {
  const result = await wait.run(wait.config.parse(config), services)
  expect(result).toEqual({ status: 'waiting', resumeAt: new Date(expected), output: { resumedAt: expected } })
})

test.each([
  [{ kind: 'duration', amount: 401, unit: 'days' }, 'A workflow waits 400 days at most.'],
  [{ kind: 'duration', amount: 0, unit: 'days' }, 'Wait at least 1.'],
  [{ kind: 'duration', amount: 1.5, unit: 'days' }, 'Use a whole number.'],
  [
    { kind: 'duration', amount: 1, unit: 'days', at: 'x' },
    '“at” cannot be set here. Remove it, or check how it is spelled.',
  ],
])('%o is refused: %s', (config, message) => {
  expect(wait.config.safeParse(config).error?.issues.map((issue) => issue.message)).toContain(message)
})

test('fails on what is inserted when that is no moment, or one too far away', async () => {
  const until = (at: string) => wait.run({ kind: 'until', at }, services)
  await expect(until('soon')).rejects.toMatchObject({ code: 'config-invalid', message: /“soon” is no date and time/ })
  await expect(until('2028-01-01')).rejects.toMatchObject({ code: 'config-invalid', message: /400 days at most/ })
})

test('a test run tells the moment in the hub’s own time', async () => {
  const preview = await wait.preview({ kind: 'until', at: '2026-03-31T09:00' }, services)
  expect(preview).toEqual({
    sentence: 'Would continue Tue, 31 Mar 2026, 09:00 CEST',
    detail: { resumeAt: '2026-03-31T07:00:00.000Z' },
  })
})
