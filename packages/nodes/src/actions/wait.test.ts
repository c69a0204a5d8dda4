import type { BusinessHours } from '@hubflow/core'
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
  // The subject's renewal date is 2026-06-01; now is Sunday the 1st of March, 09:00 in Berlin.
  [{ kind: 'date-field', field: 'subject.renewal_date' }, '2026-06-01T06:00:00.000Z'],
  [{ kind: 'date-field', field: 'renewal_date', offsetDays: -30, time: '10:30' }, '2026-05-02T08:30:00.000Z'],
  [{ kind: 'date-field', field: 'renewal_date', offsetDays: -64, time: '02:30' }, '2026-03-29T01:00:00.000Z'],
  [{ kind: 'date-field', field: 'renewal_date', offsetDays: -100 }, '2026-03-01T08:00:00.000Z'],
  [{ kind: 'date-field', field: 'run.started_at', offsetDays: 1 }, '2026-03-02T07:00:00.000Z'],
  [{ kind: 'weekday', weekday: 1, time: '08:00' }, '2026-03-02T07:00:00.000Z'],
  [{ kind: 'weekday', weekday: 7, time: '08:59' }, '2026-03-08T07:59:00.000Z'],
  [{ kind: 'weekday', weekday: 7, time: '09:00' }, '2026-03-01T08:00:00.000Z'],
  [{ kind: 'time-of-day', time: '09:01' }, '2026-03-01T08:01:00.000Z'],
  [{ kind: 'time-of-day', time: '08:00' }, '2026-03-02T07:00:00.000Z'],
  [{ kind: 'duration', amount: 1, unit: 'minutes', businessHours: true }, '2026-03-02T08:00:00.000Z'],
  [{ kind: 'duration', amount: 33, unit: 'hours', businessHours: true }, '2026-03-03T08:00:00.000Z'],
  [{ kind: 'duration', amount: 31, unit: 'hours', businessHours: true }, '2026-03-02T15:00:00.000Z'],
  [{ kind: 'weekday', weekday: 5, time: '16:59', businessHours: true }, '2026-03-06T15:59:00.000Z'],
  [{ kind: 'weekday', weekday: 5, time: '17:00', businessHours: true }, '2026-03-09T08:00:00.000Z'],
])('%o goes on at %s', async (config, expected) => {
  const result = await wait.run(wait.config.parse(config), services)
  expect(result).toEqual({ status: 'waiting', resumeAt: new Date(expected), output: { resumedAt: expected } })
})

test.each([
  [{ kind: 'duration', amount: 401, unit: 'days' }, 'A workflow waits 400 days at most.'],
  [{ kind: 'duration', amount: 0, unit: 'days' }, 'Wait at least 1.'],
  [{ kind: 'duration', amount: 1.5, unit: 'days' }, 'Use a whole number.'],
  [{ kind: 'date-field', field: 'the date' }, 'Write a date’s name like subject.renewal_date.'],
  [{ kind: 'time-of-day', time: '9' }, 'Write a time like 08:00, from 00:00 to 23:59.'],
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

test('goes by the business hours of the workflow, over midnight too', async () => {
  const end = async (config: object, hours: BusinessHours) => {
    const { services } = recordingServices({ businessHours: hours })
    return (await wait.preview(wait.config.parse({ ...config, businessHours: true }), services)).detail
  }
  const nights = { weekdays: [6], start: '22:00', end: '06:00' }
  const at = (time: string) => ({ kind: 'until', at: time })
  expect(await end(at('2026-03-08T05:59'), nights)).toEqual({ resumeAt: '2026-03-08T04:59:00.000Z' })
  expect(await end(at('2026-03-08T06:00'), nights)).toEqual({ resumeAt: '2026-03-14T21:00:00.000Z' })
  expect(await end(at('2026-03-08T23:00'), nights)).toEqual({ resumeAt: '2026-03-14T21:00:00.000Z' })
  await expect(end(at('2026-03-08T23:00'), { ...nights, weekdays: [] })).rejects.toMatchObject({
    code: 'config-invalid',
    message: /business hours of this workflow have no day/,
  })
})

test('fails where the date of the record is missing, or no date', async () => {
  const field = (field: string) => wait.run({ kind: 'date-field', field }, services)
  await expect(field('subject.effective_date')).rejects.toMatchObject({
    code: 'value-missing',
    message: /“subject.effective_date” has no value/,
  })
  await expect(field('status')).rejects.toMatchObject({ code: 'config-invalid', message: /“pending” is no date/ })
})

test('a test run tells the moment in the hub’s own time', async () => {
  const preview = await wait.preview({ kind: 'until', at: '2026-03-31T09:00' }, services)
  expect(preview).toEqual({
    sentence: 'Would continue Tue, 31 Mar 2026, 09:00 CEST',
    detail: { resumeAt: '2026-03-31T07:00:00.000Z' },
    output: { resumedAt: '2026-03-31T07:00:00.000Z' },
    resumeAt: new Date('2026-03-31T07:00:00.000Z'),
  })
})
