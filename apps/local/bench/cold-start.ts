/**
 * How long a start takes where the data directory and the web app's build are there: from the command to the line
 * `hubflow ready`, PostgreSQL's own start included; and from there, API and worker alone, on a database that is up, to
 * `/readyz` and to the worker's word that it works. The median of some starts each.
 *
 * Argument: starts (default 5).
 */
import { fork, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { openBench, SECRET } from './bench-hub.ts'

const START = resolve(import.meta.dirname, '../src/start.ts')
const APPS = resolve(import.meta.dirname, '../..')
const starts = Number(process.argv[2] ?? 5)

await report('the whole hub', measureHub)
await report('API and worker alone', measureProcesses)

async function measureHub(): Promise<number[]> {
  const dataDir = mkdtempSync(join(tmpdir(), 'hubflow-bench-'))
  chmodSync(dataDir, 0o755)
  const took: number[] = []
  for (let n = 0; n <= starts; n++) {
    const beganAt = performance.now()
    const hub = spawn(process.execPath, [START], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, HUBFLOW_DATA_DIR: dataDir, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    for await (const line of createInterface({ input: hub.stdout })) if (line.startsWith('hubflow ready')) break
    took.push(performance.now() - beganAt)
    hub.kill('SIGINT')
    await once(hub, 'exit')
  }
  rmSync(dataDir, { recursive: true, force: true })
  // The first one made the database.
  return took.slice(1)
}

async function measureProcesses(): Promise<number[]> {
  const bench = await openBench()
  const took: number[] = []
  for (let n = 0; n < starts; n++) {
    const env = {
      PATH: process.env.PATH,
      DATABASE_URL: bench.url,
      HUBFLOW_SECRET: SECRET,
      HOST: '127.0.0.1',
      PORT: '0',
      HUBFLOW_MAIL: 'unset',
    }
    const beganAt = performance.now()
    const children = ['api', 'worker'].map((app) =>
      fork(join(APPS, app, 'src/main.ts'), { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] }),
    )
    await Promise.all(
      children.map(async (child) => {
        const [message] = (await once(child, 'message')) as [{ url?: string }]
        while (message.url !== undefined && !(await fetch(`${message.url}/readyz`)).ok);
      }),
    )
    took.push(performance.now() - beganAt)
    for (const child of children) child.kill('SIGTERM')
    await Promise.all(children.map((child) => once(child, 'exit')))
  }
  await bench.close()
  return took
}

async function report(what: string, measure: () => Promise<number[]>): Promise<void> {
  const sorted = (await measure()).toSorted((a, b) => a - b)
  const seconds = (sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) / 1000
  console.log(`${what}: ready after ${seconds.toFixed(2)} s (median of ${sorted.length})`)
}
