import { readFileSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import { isBar, type TestDatabase, testDatabase, untilAllEnded } from '@hubflow/db/testing'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Processes, startProcesses } from './processes.ts'
import { publishNotice, startsOf } from './starts.ts'

const FLOOD_RUNS = 10_000
const NEIGHBOURS = 20
/** How long the neighbours are called once a second, first alone and then beside the flood. */
const SECONDS = 20
const OVERLOAD_SECONDS = 60
const CALLERS = 600
const MOST_MEMORY_MB = 512

let database: TestDatabase
let hub: Processes
beforeAll(async () => {
  database = await testDatabase()
  hub = await startProcesses(database.url)
})
afterAll(async () => {
  await hub.stop()
  await database.drop()
})

describe.runIf(isBar)('too much at once', () => {
  test('one workflow floods: the others start at most twice as late as alone, and a second', async () => {
    const hooks = await Promise.all(Array.from({ length: NEIGHBOURS }, (_, n) => publishNotice(hub, `Neighbour ${n}`)))
    const flooded = await publishNotice(hub, 'Flood')
    const alone = await startsOf(hub, hooks, SECONDS)
    let left = FLOOD_RUNS
    const flooding = Promise.all(
      Array.from({ length: 100 }, async () => {
        while (left-- > 0) await (await hub.send('POST', flooded.hookPath, '{}')).body?.cancel()
      }),
    )
    const beside = await startsOf(hub, hooks, SECONDS)
    await flooding
    await untilAllEnded(hub.sql, hub.logs)
    console.log(`the neighbours started ${alone} ms after the call alone (p95), ${beside} ms beside a flood`)
    expect(beside).toBeLessThanOrEqual(2 * alone + 1000)
  })

  test('far more than it can do: only 429 and 503 with Retry-After, what it took is finished, and memory stays', async () => {
    const { id, hookPath } = await publishNotice(hub, 'Overload')
    const answers = new Map<string, number>()
    const until = Date.now() + OVERLOAD_SECONDS * 1000
    const caller = async () => {
      while (Date.now() < until) {
        const answer = await hub.send('POST', hookPath, '{}').catch(() => null)
        await answer?.body?.cancel()
        const name =
          answer === null ? 'none' : `${answer.status}${answer.headers.has('retry-after') ? ' Retry-After' : ''}`
        answers.set(name, (answers.get(name) ?? 0) + 1)
      }
    }
    const most = { api: 0, worker: 0 }
    const watching = (async () => {
      for (; Date.now() < until; await delay(1000))
        for (const app of ['api', 'worker'] as const) most[app] = Math.max(most[app], memoryOf(hub[app].pid))
    })()
    await Promise.all([watching, ...Array.from({ length: CALLERS }, caller)])
    await hub.sql`update hubflow.workflow_runs set status = 'pending', held_reason = null, due_at = hubflow.now() where status = 'held'`
    await untilAllEnded(hub.sql, hub.logs)
    console.log(`${JSON.stringify(Object.fromEntries(answers))}, ${JSON.stringify(most)} MB at most`)
    const allowed = ['202', '429 Retry-After', '503 Retry-After']
    expect([...answers.keys()].filter((answer) => !allowed.includes(answer))).toEqual([])
    const [row] = await hub.sql`
      select count(*)::int as runs from hubflow.workflow_runs where workflow_id = ${id} and status = 'completed'`
    expect(row?.runs).toBe(answers.get('202'))
    expect(Math.max(most.api, most.worker)).toBeLessThan(MOST_MEMORY_MB)
    expect(hub.ended).toEqual([])
  })
})

/** Resident memory, where the system tells it (Linux). */
function memoryOf(pid: number | undefined): number {
  try {
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024)
  } catch {
    return 0
  }
}
