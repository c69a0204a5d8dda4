import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { HubProcess } from './hub-processes.ts'
import { watchSources } from './source-watcher.ts'

const FOLDERS = ['apps/api/src', 'apps/worker/src', 'packages/core/src', 'packages/nodes/src', 'packages/db/src']
let repository: string
let restarted: string[]
let said: string[]
let watcher: { stop(): void }
let starts: () => Promise<void>

beforeEach(() => {
  repository = mkdtempSync(join(tmpdir(), 'hubflow-sources-'))
  for (const folder of FOLDERS) mkdirSync(join(repository, folder), { recursive: true })
  restarted = []
  said = []
  starts = async () => {}
  watcher = watchSources([recorded('api'), recorded('worker')], (sentence) => said.push(sentence), repository)
})
afterEach(() => {
  watcher.stop()
  rmSync(repository, { recursive: true })
})

test('an app is started anew when its own sources change, both when a package does', async () => {
  edit('apps/api/src/app.ts')
  await vi.waitFor(() => expect(said).toEqual(['Reloaded api.']))
  edit('packages/core/src/graph.ts')
  await vi.waitFor(() => expect(restarted.toSorted()).toEqual(['api', 'api', 'worker']))
})

test('many quick edits are one restart, and an edit during a restart leads to one more', async () => {
  const first = Promise.withResolvers<void>()
  starts = () => first.promise
  for (let index = 0; index < 20; index++) edit('apps/worker/src/walk.ts')
  await vi.waitFor(() => expect(restarted).toEqual(['worker']))
  edit('apps/worker/src/walk.ts')
  first.resolve()
  await vi.waitFor(() => expect(said).toEqual(['Reloaded worker.', 'Reloaded worker.']))
  expect(restarted).toEqual(['worker', 'worker'])
})

test('an app that does not start with an edit is tried again at the next one; tests concern no app', async () => {
  starts = () => Promise.reject(new Error('no program'))
  edit('apps/api/src/app.ts')
  await vi.waitFor(() =>
    expect(said).toEqual(['The changed api does not start; it is tried again at the next change.']),
  )
  starts = async () => {}
  edit('apps/api/src/app.test.ts')
  edit('apps/api/src/app.ts')
  await vi.waitFor(() => expect(said.at(-1)).toBe('Reloaded api.'))
  expect(restarted).toEqual(['api', 'api'])
})

function recorded(app: HubProcess['app']): HubProcess {
  return {
    app,
    start: async () => {},
    stop: async () => {},
    restart() {
      restarted.push(app)
      return starts()
    },
  }
}

function edit(file: string): void {
  writeFileSync(join(repository, file), `// ${Math.random()}`)
}
