import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Definition } from '@hubflow/core'
import { isBar, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { Caller, CrashableHub, lost } from './crashable-hub.ts'

const MINUTES = Number(process.env.HUBFLOW_SOAK_MINUTES ?? 60)
const CALLS_PER_SECOND = 5
const KILLS = 12
const CRASHES = 4
/** Between the first quarter and the last, memory may grow by so much: what a heap differs by from minute to minute. */
const GROWTH = 1.25
const MORE_HANDLES = 10

interface Sample {
  apiMb: number
  apiHandles: number
  workerMb: number
  connections: number
}

let hub: CrashableHub
let sink: Server
/** By idempotency key, how often it came. */
const requests = new Map<string, number>()

beforeAll(async () => {
  sink = createServer((request, response) => {
    const key = String(request.headers['idempotency-key'])
    requests.set(key, (requests.get(key) ?? 0) + 1)
    request.resume().on('end', () => response.writeHead(200, { 'content-type': 'application/json' }).end('{}'))
  }).listen(0, '127.0.0.1')
  await once(sink, 'listening')
  hub = new CrashableHub()
  await hub.start({ OUTBOUND_ALLOW: '127.0.0.1' })
})
afterAll(async () => {
  await hub.stop()
  sink.closeAllConnections()
  sink.close()
})

describe.runIf(isBar)('for hours', () => {
  test(
    'kills and crashes for an hour: every run ends once, and nothing grows',
    async () => {
      const { port } = sink.address() as AddressInfo
      const caller = new Caller(await hub.publish(definition(`http://127.0.0.1:${port}/`)), CALLS_PER_SECOND)
      const samples: Sample[] = []
      const parts = KILLS * CRASHES
      for (let part = 1; part <= parts; part++) {
        await caller.callFor((MINUTES * 60_000) / parts)
        // Before the kill, so that all workers are looked at at the same age.
        if (part % CRASHES === 0) {
          samples.push(await sample())
          process.kill(await hub.pidOf('worker'), 'SIGKILL')
        }
        if (part % KILLS === 0) {
          await hub.crashDatabase()
          await hub.startDatabase()
        }
      }
      await caller.settled()
      await hub.query(async (sql) => {
        await untilAllEnded(sql, () => hub.logs())
        expect(await sql`select id, error_message from hubflow.workflow_runs where status <> 'completed'`).toEqual([])
        expect(await lost(sql, caller.accepted)).toEqual([])
        expect(
          await sql`select run_id from hubflow.notifications group by run_id having count(*) <> 2 limit 10`,
        ).toEqual([])
        const [row] = await sql`select count(*)::int as runs from hubflow.workflow_runs`
        expect(requests.size).toBe(row?.runs)
        const again = [...requests.values()].filter((times) => times > 1).length
        console.log(`${row?.runs} runs, ${again} requests sent again with the same key; ${[...caller.refusals]}`)
      })
      // The supervisor told of each kill, and of nothing else.
      expect(
        hub.said.filter((sentence) => !sentence.includes('worker')),
        hub.logs(),
      ).toEqual([])
      expect([...caller.refusals].filter((refusal) => refusal !== '503 with Retry-After')).toEqual([])
      console.log(samples.map((one) => Object.values(one).join(' ')).join('\n'))
      const [early, late] = [mean(samples.slice(1, 1 + KILLS / 4)), mean(samples.slice(-KILLS / 4))]
      expect(late.apiMb).toBeLessThan(early.apiMb * GROWTH)
      expect(late.workerMb).toBeLessThan(early.workerMb * GROWTH)
      expect(late.apiHandles).toBeLessThan(early.apiHandles + MORE_HANDLES)
      expect(late.connections).toBeLessThan(early.connections + MORE_HANDLES)
    },
    (MINUTES + 10) * 60_000,
  )
})

async function sample(): Promise<Sample> {
  const api = await hub.pidOf('api')
  const [row] = await hub.query((sql) => sql`select count(*)::int as connections from pg_stat_activity`)
  return {
    apiMb: memoryOf(api),
    apiHandles: readdirSync(`/proc/${api}/fd`).length,
    workerMb: memoryOf(await hub.pidOf('worker')),
    connections: row?.connections,
  }
}

/** Resident, in MiB. */
function memoryOf(pid: number): number {
  return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]) / 1024)
}

function mean(samples: Sample[]): Sample {
  const of = (name: keyof Sample) => samples.reduce((sum, one) => sum + one[name], 0) / samples.length
  return { apiMb: of('apiMb'), apiHandles: of('apiHandles'), workerMb: of('workerMb'), connections: of('connections') }
}

/** A request, a notification, a short wait and another notification. */
function definition(url: string): Definition {
  const position = { x: 0, y: 0 }
  const tell = { to: ['owner'], title: 'A call', message: 'It came in.' }
  const nodes: Definition['nodes'] = [
    { id: 'call', type: 'webhook', name: 'Call', config: {}, position },
    { id: 'ask', type: 'http-request', name: 'Ask', config: { method: 'POST', url }, position },
    { id: 'one', type: 'create-notification', name: 'One', config: tell, position },
    { id: 'wait', type: 'wait', name: 'Wait', config: { kind: 'duration', amount: 5, unit: 'seconds' }, position },
    { id: 'two', type: 'create-notification', name: 'Two', config: tell, position },
  ]
  const edges = nodes.slice(1).map(({ id }, index) => ({
    id: `e${index}`,
    source: nodes[index]?.id ?? '',
    target: id,
    branch: 'next',
  }))
  return { schemaVersion: 1, nodes, edges }
}
