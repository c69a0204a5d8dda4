import { once } from 'node:events'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { StepErrorCode } from '@hubflow/core'
import { load, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { httpRequest, inARow, startTestHub, type TestHub } from '../testing/test-hub.ts'

const RUNS_PER_FAULT = load(4, 80)
const RETRIES = 2
/** The least pauses before a second and a third attempt: a second, doubled, less the jitter of a quarter. */
const PAUSES_MS = [750, 1500]
/** Kept of an answer; what a server can write beyond that lies in the buffers of both ends. */
const KEPT_BYTES = 65_536
const MOST_WRITTEN_BYTES = 8 * 1024 * 1024

interface Call {
  at: number
  key: string
  body: string
}

interface Fault {
  answer(response: ServerResponse, call: { count: number }): void
  /** Null: the step completes. */
  code: StepErrorCode | null
  requests: number
  /** Besides the pauses of the schedule: what the other side asked for. */
  askedMs?: number
}

const FAULTS: Record<string, Fault> = {
  'no fault': { answer: (response) => response.end('{"ok":true}'), code: null, requests: 1 },
  'a fault of its own': { answer: (response) => response.writeHead(500).end(), code: 'answer-error', requests: 3 },
  'no answer': { answer: () => undefined, code: 'request-timeout', requests: 3 },
  'a reset': { answer: (response) => response.socket?.resetAndDestroy(), code: 'request-failed', requests: 3 },
  'a reset in the answer': {
    answer(response) {
      response.writeHead(200, { 'content-length': '1000' }).write('x', () => response.socket?.resetAndDestroy())
    },
    code: 'request-failed',
    requests: 3,
  },
  'a slow answer': {
    answer: (response) => setTimeout(() => response.end('late'), 700),
    code: null,
    requests: 1,
  },
  'an answer that never ends, slowly': { answer: drip, code: 'request-timeout', requests: 3 },
  'an answer that never ends': { answer: pour, code: null, requests: 1 },
  'busy, for seconds': {
    answer: (response, { count }) => busyOnce(response, count, '3'),
    code: null,
    requests: 2,
    askedMs: 3000,
  },
  'busy, until a date': {
    answer: (response, { count }) => busyOnce(response, count, new Date(Date.now() + 4000).toUTCString()),
    code: null,
    requests: 2,
    // An HTTP date has no parts of a second.
    askedMs: 2900,
  },
  'gone for good': { answer: (response) => response.writeHead(410).end(), code: 'answer-error', requests: 1 },
  'a redirect': {
    answer: (response) => response.writeHead(302, { location: '/forbidden' }).end(),
    code: 'answer-error',
    requests: 1,
  },
}

let hub: TestHub
let url: string
let close: () => Promise<void>
const calls = new Map<string, Call[]>()
let forbidden = 0
let mostWritten = 0
beforeAll(async () => {
  hub = await startTestHub()
  const server = createServer((request, response) => void take(request, response))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  close = async () => {
    server.closeAllConnections()
    server.close()
    await once(server, 'close')
  }
})
afterAll(async () => {
  await hub.stop()
  await close()
})

async function take(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const at = performance.now()
  const { pathname, searchParams } = new URL(request.url ?? '/', url)
  if (pathname === '/forbidden') forbidden++
  const body = Buffer.concat(await request.toArray()).toString('utf8')
  const key = String(request.headers['idempotency-key'])
  const known = calls.get(key) ?? []
  calls.set(key, [...known, { at, key, body }])
  FAULTS[searchParams.get('fault') ?? '']?.answer(response, { count: known.length + 1 })
}

function busyOnce(response: ServerResponse, count: number, retryAfter: string): void {
  if (count === 1) response.writeHead(429, { 'retry-after': retryAfter }).end()
  else response.end('{}')
}

function drip(response: ServerResponse): void {
  const timer = setInterval(() => response.write('.'), 50)
  response.on('close', () => clearInterval(timer))
}

/** As much as the other side takes, until it closes. */
function pour(response: ServerResponse): void {
  const chunk = Buffer.alloc(KEPT_BYTES, 'x')
  let written = 0
  const more = () => {
    while (!response.destroyed) {
      written += chunk.length
      mostWritten = Math.max(mostWritten, written)
      if (written > 4 * MOST_WRITTEN_BYTES) return response.destroy()
      if (!response.write(chunk)) return response.once('drain', more)
    }
    return response
  }
  more()
}

test('each fault of another system: schedule and Retry-After kept, redirects not followed, time and size bounded', async () => {
  await hub.startWorker()
  const runs = new Map<string, { fault: string; key: string }>()
  for (const fault of Object.keys(FAULTS)) {
    const address = `${url}/?fault=${encodeURIComponent(fault)}`
    const workflowId = await hub.publish(inARow([httpRequest(address, { timeoutSeconds: 2, retries: RETRIES })]))
    const ids = await hub.start(
      workflowId,
      Array.from({ length: RUNS_PER_FAULT }, (_, n) => ({ name: `call ${n}` })),
    )
    for (const id of ids) runs.set(id, { fault, key: `${id}.n1` })
  }
  await untilAllEnded(hub.admin.sql)

  for (const [runId, { fault, key }] of runs) {
    const { code, requests, askedMs = 0 } = FAULTS[fault] ?? { code: null, requests: 0 }
    const [step] = await hub.steps(runId)
    const made = calls.get(key) ?? []
    const seen = { fault, code: step?.error?.code ?? null, attempts: step?.attempt, requests: made.length }
    expect(seen).toEqual({ fault, code, attempts: requests, requests })
    expect((await hub.run(runId)).status).toBe(code === null ? 'completed' : 'failed')
    expect(new Set(made.map(({ body }) => body)).size).toBe(1)
    const pauses = made.slice(1).map(({ at }, index) => at - (made[index]?.at ?? 0))
    pauses.forEach((pauseMs, index) => {
      expect(`${fault}: ${pauseMs >= Math.max(askedMs, PAUSES_MS[index] ?? 0)} (${pauseMs})`).toContain(': true')
    })
  }

  expect(forbidden).toBe(0)
  expect(mostWritten).toBeGreaterThan(KEPT_BYTES)
  expect(mostWritten).toBeLessThan(MOST_WRITTEN_BYTES)
  for (const [runId, { fault }] of runs) {
    if (fault !== 'an answer that never ends') continue
    const [step] = await hub.steps(runId)
    expect(step?.output).toMatchObject({ body: 'x'.repeat(KEPT_BYTES) })
  }
})
