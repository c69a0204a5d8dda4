import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Callers, startCallers } from '../testing/callers.ts'
import { CALLERS, SEEN } from '../testing/who-sees.ts'

let callers: Callers
beforeAll(async () => {
  callers = await startCallers()
})
afterAll(() => callers.stop())

describe('what each person sees', () => {
  test.each(SEEN)('%s', async (table, ...counts) => {
    const seen: (number | 'refused')[] = []
    for (const caller of CALLERS) seen.push(await callers.as(caller, `select 1 from ${table}`))
    expect(seen).toEqual(counts)
  })

  test('no table that people may read is left out above', async () => {
    const readable = await callers.admin`
      select n.nspname || '.' || c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
      where n.nspname in ('hubflow', 'hub') and c.relkind in ('r', 'p', 'v', 'm')
        and has_any_column_privilege('hubflow_app', c.oid, 'select') order by 1`
    expect(SEEN.map(([table]) => table)).toEqual(readable.map((row) => row.name))
  })

  test.each(['accounts.password', 'verifications.value', 'sessions.token', 'api_keys.key', 'secrets.ciphertext'])(
    'nobody reads %s',
    async (path) => {
      const [table, column] = path.split('.')
      for (const caller of CALLERS)
        expect(await callers.as(caller, `select ${column} from hubflow.${table}`)).toBe('refused')
    },
  )
})
