import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type DataDir, openDataDir } from './data-dir.ts'
import { lockDataDir } from './start-lock.ts'

let dataDir: DataDir
beforeEach(() => {
  dataDir = openDataDir(mkdtempSync(join(tmpdir(), 'hubflow-lock-')))
})
afterEach(() => rmSync(dataDir.path, { recursive: true }))

test('a second start on the same data directory is refused in one sentence, until the first one lets go', async () => {
  const first = await lockDataDir(dataDir)
  await expect(lockDataDir(dataDir)).rejects.toThrow(`Hubflow already runs on the data directory ${dataDir.path}:`)
  first.release()
  const second = await lockDataDir(dataDir)
  second.release()
})

test('of ten starts at once one gets the data directory', async () => {
  const attempts = await Promise.allSettled(Array.from({ length: 10 }, () => lockDataDir(dataDir)))
  const locks = attempts.filter((attempt) => attempt.status === 'fulfilled')
  expect(locks).toHaveLength(1)
  for (const lock of locks) lock.value.release()
})
