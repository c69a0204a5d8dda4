import { setTimeout as delay } from 'node:timers/promises'
import { expect } from 'vitest'
import type { Processes } from './processes.ts'

/** Calls each workflow once a second for a while; gives the p95 of how long a run took to start, in milliseconds. */
export async function startsOf(hub: Processes, hooks: { hookPath: string }[], seconds: number): Promise<number> {
  const calls: Promise<string>[] = []
  for (let second = 0; second < seconds; second++) {
    for (const { hookPath } of hooks)
      calls.push(
        hub.send('POST', hookPath, '{}').then(async (answer) => ((await answer.json()) as { runId: string }).runId),
      )
    await delay(1000)
  }
  const ids = await Promise.all(calls)
  await expect.poll(async () => (await startedMs(hub, ids)).length, { timeout: 60_000 }).toBe(ids.length)
  const sorted = (await startedMs(hub, ids)).toSorted((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length * 0.95)] ?? Number.POSITIVE_INFINITY)
}

async function startedMs(hub: Processes, ids: string[]): Promise<number[]> {
  const rows = await hub.sql`
    select extract(epoch from started_at - created_at)::float * 1000 as ms from hubflow.workflow_runs
    where id = any(${ids}::uuid[]) and started_at is not null`
  return rows.map((row) => row.ms)
}

/** A workflow of one notification, without a daily limit, that a webhook starts. */
export async function publishNotice(hub: Processes, name: string): Promise<{ id: string; hookPath: string }> {
  const position = { x: 0, y: 0 }
  const config = { to: ['owner'], title: name, message: 'A call came in.' }
  const definition = {
    schemaVersion: 1,
    nodes: [
      { id: 'call', type: 'webhook', name: 'Call', config: {}, position },
      { id: 'tell', type: 'create-notification', name: 'Tell', config, position },
    ],
    edges: [{ id: 'e', source: 'call', target: 'tell', branch: 'next' }],
  }
  const created = await hub.send('POST', '/api/workflows', { name, definition, maxRunsPerDay: null })
  const { id, webhook } = (await created.json()) as { id: string; webhook: { url: string } }
  expect((await hub.send('POST', `/api/workflows/${id}/publish`, {})).status).toBe(200)
  return { id, hookPath: new URL(webhook.url).pathname }
}
