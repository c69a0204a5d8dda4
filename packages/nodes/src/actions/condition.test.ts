import { type Rules, resolveConfig } from '@hubflow/core'
import { expect, test } from 'vitest'
import { catalog } from '../catalog.ts'
import { recordingServices, SCOPE } from '../testing/recording-services.ts'
import { condition } from './condition.ts'

const schema = catalog().find(({ type }) => type === 'condition')?.configSchema ?? {}
const { services } = recordingServices()

function run(rules: Rules) {
  const resolved = resolveConfig(JSON.parse(JSON.stringify({ rules })), schema, SCOPE)
  return condition.run(condition.config.parse(resolved), services)
}

test('goes by what the record holds, and says what decided', async () => {
  const status = { field: 'subject.status', operator: 'equals', value: 'Pending' } as const
  const mailed = { field: 'subject.client.email', operator: 'is_empty' } as const
  expect(await run({ combinator: 'and', rules: [status] })).toEqual({
    status: 'completed',
    branch: 'yes',
    output: { result: true, reason: 'Status is “Pending”.' },
  })
  expect(await run({ combinator: 'and', rules: [status, mailed] })).toEqual({
    status: 'completed',
    branch: 'no',
    output: { result: false, reason: 'Client email is not empty.' },
  })
})

test('what has no value is compared, not stumbled over', async () => {
  const result = await run({ combinator: 'or', rules: [{ field: 'subject.notes', operator: 'equals', value: 'x' }] })
  expect(result).toMatchObject({ branch: 'no', output: { reason: 'Notes is not “x” (it has no value).' } })
})

test('compares with inserted data, by the hub’s clock', async () => {
  const after = (value: string) => run({ combinator: 'and', rules: [{ field: 'now', operator: 'after', value }] })
  expect(await after('2026-03-01')).toMatchObject({ branch: 'no' })
  expect(await after('2026-02-28T23:59')).toMatchObject({ branch: 'yes' })
  expect(await after('{{subject.renewal_date}}')).toMatchObject({ branch: 'no' })
})

test('data that looks like an insertion is not inserted again', async () => {
  const { services } = recordingServices()
  const rules = {
    combinator: 'and',
    rules: [{ field: 'subject.status', operator: 'equals', value: '{{subject.status}}' }],
  }
  const result = await condition.run(condition.config.parse({ rules }), services)
  expect(result).toMatchObject({ branch: 'no' })
})
