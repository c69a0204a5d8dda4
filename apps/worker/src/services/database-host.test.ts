import { createOutboundClient } from '@hubflow/nodes'
import { expect, test } from 'vitest'
import { inARow } from '../testing/test-hub.ts'
import { noEffects } from '../walk/effects.ts'
import type { RunState } from '../walk/run-state.ts'
import { createWalkHost } from './database-host.ts'

const ID = '01890000-0000-7000-8000-000000000001'

function servicesOf(isTest: boolean) {
  const host = createWalkHost({
    ask: async () => ({ rows: [], count: 1 }),
    http: createOutboundClient({ allow: [] }),
    now: () => new Date(),
  })
  const definition = inARow([{ type: 'send-email' }])
  const [, node] = definition.nodes
  if (!node) throw new Error('the definition has no action')
  const run: RunState = {
    id: ID,
    workflowId: ID,
    workflowName: 'Welcome',
    ownerId: ID,
    definition,
    timeZone: 'UTC',
    status: 'running',
    isTest,
    attempt: 1,
    crashes: 0,
    trigger: {},
    subject: null,
    nextNodeId: null,
    startedAt: null,
    activeMs: 0,
    priority: 50,
    chainDepth: 0,
    chain: [],
    test: null,
    steps: new Map(),
  }
  const effects = noEffects()
  return { services: host.services(run, node, effects), effects }
}

test('a node that would do something in a test run is stopped, whatever it means to do', () => {
  const to = { userId: null, email: 'a@b.c', name: null }
  const mail = { to, subject: 'S', bodyHtml: '', bodyText: null, templateId: null, isMarketing: false }
  const note = { userId: ID, title: 'T', message: 'M', link: null }
  const change = { table: 'policies' as const, id: ID, column: 'status', value: 'active' }
  const request = { method: 'GET', url: 'http://127.0.0.1:9', headers: [], timeoutMs: 1 }
  const { services, effects } = servicesOf(true)
  expect(() => services.queueEmail(mail)).toThrow('a test run does nothing')
  expect(() => services.createNotification(note)).toThrow('a test run does nothing')
  expect(() => services.updateRecord(change)).toThrow('a test run does nothing')
  expect(() => services.http.send(request)).toThrow('a test run does nothing')
  expect(effects).toEqual(noEffects())

  const real = servicesOf(false)
  real.services.queueEmail(mail)
  real.services.createNotification(note)
  expect(real.effects).toMatchObject({ emails: [{ subject: 'S' }], notifications: [{ title: 'T' }] })
})
