import type { Definition, Json } from '@hubflow/core'
import { load, printedSeed, randomOf, type TestDatabase, testDatabase, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type Processes, startProcesses } from './processes.ts'

const PAYLOADS = load(200, 2000)
const AT_ONCE = 200
/** One call of a healthy neighbour after so many poisonous ones. */
const NEIGHBOUR_EVERY = 4

let database: TestDatabase
let hub: Processes
let policyId: string
beforeAll(async () => {
  database = await testDatabase()
  hub = await startProcesses(database.url)
  const [policy] = await hub.sql`
    with agent as (insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id),
      client as (insert into hub.clients (first_name, last_name, agent_id) select 'Bo', 'Day', id from agent returning id, agent_id)
    insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
    select 'P-1', id, agent_id, 'Acme', 'Life', 100 from client returning id`
  policyId = policy?.id
})
afterAll(async () => {
  await hub.stop()
  await database.drop()
})

const VALUE = '{{trigger.body.v}}'
/** Each action with the payload wherever it takes one. */
const ACTIONS: Record<string, { type: string; config: Record<string, Json> }[]> = {
  'send-email': [
    { type: 'send-email', config: { to: [VALUE], subject: VALUE, body: `<p>${VALUE}</p>` } },
    { type: 'send-email', config: { to: ['ada@example.com'], subject: `Re: ${VALUE}`, body: VALUE } },
  ],
  'create-notification': [
    { type: 'create-notification', config: { to: ['owner'], title: VALUE, message: VALUE, link: `/x/${VALUE}` } },
  ],
  'http-request': [
    { type: 'http-request', config: { method: 'POST', url: VALUE, retries: 0, timeoutSeconds: 1 } },
    {
      type: 'http-request',
      config: {
        method: 'POST',
        url: `http://127.0.0.1:1/${VALUE}`,
        query: [{ name: 'q', value: VALUE }],
        headers: [{ name: 'x-value', value: VALUE }],
        body: { kind: 'json', value: `{"v": ${VALUE}}` },
        retries: 0,
        timeoutSeconds: 1,
      },
    },
  ],
  wait: [{ type: 'wait', config: { kind: 'until', at: VALUE } }],
  'update-field': [
    {
      type: 'update-field',
      config: { table: 'policies', recordId: '{{trigger.body.id}}', field: 'notes', value: VALUE },
    },
    { type: 'update-field', config: { table: 'policies', recordId: VALUE, field: 'status', value: VALUE } },
    {
      type: 'update-field',
      config: { table: 'policies', recordId: '{{trigger.body.id}}', field: 'renewal_date', value: VALUE },
    },
  ],
  condition: ['equals', 'greater', 'before', 'contains', 'in', 'starts_with'].map((operator) => ({
    type: 'condition',
    config: {
      rules: {
        combinator: 'and',
        rules: [{ field: 'trigger.body.v', operator, value: operator === 'in' ? ['a', 'b'] : '2026-01-01' }],
      },
    },
  })),
  split: [
    {
      type: 'split',
      config: {
        shares: [
          { branch: 'a', percent: 50 },
          { branch: 'b', percent: 50 },
        ],
      },
    },
  ],
}

/** JSON texts, so that what no JSON library would write comes too. */
const POISON = [
  '""',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udfff tail"',
  '"\\u202e\\u2066 bidi"',
  '"{{ 7 | times: 7 }}"',
  '"{% for i in (1..100000000) %}x{% endfor %}"',
  '"{{ trigger.body | json }}{{ steps }}"',
  '"{{"',
  '"%7B%7B%00"',
  '"ada@example.com\\r\\nBcc: eve@example.com"',
  '"\\"a b\\"@example.com"',
  '"role:admin"',
  '"user:00000000-0000-0000-0000-000000000000"',
  '"owner"',
  '"=cmd|calc"',
  '"<script>alert(1)</script><img src=x onerror=alert(1)>"',
  '"javascript:alert(1)"',
  '"http://169.254.169.254/latest/meta-data"',
  '"http://[::ffff:127.0.0.1]:1/"',
  '"http://127.0.0.1:1/"',
  '"file:///etc/passwd"',
  '"http://a:b@127.0.0.1:1/"',
  '"http://\\u0009exa mple"',
  '"\'; drop table hubflow.workflow_runs; --"',
  '"$1 $x \\\\ %s"',
  '"2026-02-30T25:61"',
  '"9999-12-31T23:59:59Z"',
  '"-271821-04-20T00:00:00Z"',
  '"+275760-09-13T00:00:00Z"',
  '"0000-00-00"',
  '"NaN"',
  '"Infinity"',
  '"__proto__"',
  '"constructor"',
  '1e400',
  '-1e400',
  '-0',
  '1e-400',
  '9007199254740993',
  '123456789012345678901234567890',
  '0.1',
  'true',
  'null',
  '[]',
  '{}',
  '{"__proto__":{"polluted":true}}',
  '{"constructor":{"prototype":{"polluted":true}}}',
  '{"toString":null,"valueOf":1}',
  '{"length":1e9}',
  '{"then":"x"}',
  '{"size":-1,"first":1,"last":2}',
  `${'['.repeat(60)}${']'.repeat(60)}`,
  `${'['.repeat(5000)}${']'.repeat(5000)}`,
  `"${'x'.repeat(200_000)}"`,
  `"${'ﷺ'.repeat(50_000)}"`,
  `"${'a\\n'.repeat(50_000)}"`,
  `[${Array.from({ length: 5000 }, (_, n) => n).join(',')}]`,
  `{${Array.from({ length: 3000 }, (_, n) => `"k${n}":${n}`).join(',')}}`,
  `"${'a@b.c,'.repeat(5000)}"`,
  `"${'!'.repeat(30_000)}"`,
]

test('poison through each trigger and action: each costs its own run only, and the neighbours go on', async () => {
  const random = randomOf(printedSeed('poison payloads'))
  const neighbour = await publish('Neighbour', 'webhook', {
    type: 'create-notification',
    config: { to: ['owner'], title: 'Fine', message: 'All is well.' },
  })
  const doors = await openDoors()
  const answers = new Map<string, number>()
  const neighbours: string[] = []
  const callOnce = async (n: number) => {
    const poison = POISON[(n + Math.floor(random() * POISON.length)) % POISON.length] ?? '""'
    const answer = await doors[n % doors.length]?.(poison, n)
    const status = `${answer?.status}`
    answers.set(status, (answers.get(status) ?? 0) + 1)
    expect(answer?.status, `${poison.slice(0, 200)}: ${await answer?.text()}`).toBeLessThan(500)
    if (n % NEIGHBOUR_EVERY > 0) return
    const fine = await hub.send('POST', neighbour.hookPath, '{}')
    expect(fine.status).toBe(202)
    neighbours.push(((await fine.json()) as { runId: string }).runId)
  }
  for (let n = 0; n < PAYLOADS; n += AT_ONCE)
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, PAYLOADS - n) }, (_, one) => callOnce(n + one)))
  await untilAllEnded(hub.sql, hub.logs)

  expect(hub.ended, hub.logs()).toEqual([])
  const fine = await hub.sql`
    select status, crashes from hubflow.workflow_runs where id = any(${neighbours}::uuid[])`
  expect(fine).toHaveLength(neighbours.length)
  for (const run of fine) expect({ ...run }).toEqual({ status: 'completed', crashes: 0 })

  const failed = await hub.sql`
    select r.id, r.status, r.crashes, r.error_message, s.error ->> 'code' as code, s.error ->> 'detail' as detail
    from hubflow.workflow_runs r left join hubflow.workflow_run_steps s on s.run_id = r.id and s.status = 'failed'
    where r.status = 'failed'`
  // Refused with a reason that a person can act on; `unexpected` would be a reason that nobody thought of.
  expect(failed.filter((run) => run.code === 'unexpected' || !run.error_message?.endsWith('.'))).toEqual([])
  const outcomes = await hub.sql`select status, count(*)::int as runs from hubflow.workflow_runs group by 1 order by 1`
  console.log(`answers ${JSON.stringify(Object.fromEntries(answers))}, runs ${JSON.stringify(outcomes)}`)
  expect(failed.length).toBeGreaterThan(0)
})

type Door = (poison: string, n: number) => Promise<Response>

/** A way in for each trigger, and the webhook of each action. */
async function openDoors(): Promise<Door[]> {
  const doors: Door[] = []
  for (const action of Object.values(ACTIONS).flat()) {
    const { hookPath } = await publish(`Poisoned ${doors.length}`, 'webhook', action)
    doors.push((poison) => hub.send('POST', hookPath, `{"v":${poison},"id":"${policyId}"}`))
  }
  const raw = await publish('Raw', 'webhook', ACTIONS['create-notification']?.[0])
  doors.push((poison, n) => hub.send('POST', raw.hookPath, poison.slice(0, poison.length - (n % 3))))
  doors.push((poison) =>
    hub.send('POST', `${raw.hookPath}?v=${encodeURIComponent(poison.slice(0, 2000))}`, `v=${poison}&v[]=%00&=%`, {
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'x-v': 'a'.repeat(500) },
    }),
  )
  const manual = await publish('By hand', 'manual', {
    type: 'create-notification',
    config: { to: ['owner'], title: '{{trigger.inputs.text}}', message: '{{trigger.inputs.when | date: "%d.%m.%Y"}}' },
  })
  doors.push((poison) =>
    hub.send('POST', `${manual.path}/runs`, `{"context":{"text":${poison},"amount":${poison},"when":${poison}}}`),
  )
  await publish('Of an event', 'event', {
    type: 'create-notification',
    config: { to: ['owner'], title: '{{subject.notes}}', message: '{{trigger.data.policy_id}}' },
  })
  doors.push((poison, n) =>
    hub.send(
      'POST',
      '/api/events',
      `{"specversion":"1.0","id":"e${n}","source":"poison","type":"policy.created","data":{"policy_id":${poison}}}`,
    ),
  )
  return doors
}

const TRIGGERS: Record<string, Record<string, Json>> = {
  webhook: {},
  manual: {
    inputs: [
      { key: 'text', label: 'Text', type: 'text' },
      { key: 'amount', label: 'Amount', type: 'number' },
      { key: 'when', label: 'When', type: 'date' },
    ],
  },
  event: { eventType: 'policy.created' },
}

async function publish(name: string, trigger: string, action?: { type: string; config: Record<string, Json> }) {
  const position = { x: 0, y: 0 }
  const definition: Definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'start', type: trigger, name: 'Start', config: TRIGGERS[trigger] ?? {}, position },
      { id: 'act', name: 'Act', position, type: '', config: {}, ...action },
    ],
    edges: [{ id: 'e', source: 'start', target: 'act', branch: 'next' }],
  }
  const created = await done(hub.send('POST', '/api/workflows', { name, definition, maxRunsPerDay: null }))
  const path = `/api/workflows/${created.id}`
  await done(hub.send('POST', `${path}/publish`, {}))
  return { path, hookPath: created.webhook ? new URL(created.webhook.url).pathname : '' }
}

async function done(sending: Promise<Response>) {
  const answer = await sending
  const text = await answer.text()
  expect(answer.status, text).toBeLessThan(300)
  return JSON.parse(text)
}
