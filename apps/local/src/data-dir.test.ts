import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { openDataDir, readOrCreateSecret } from './data-dir.ts'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-data-'))
})
afterEach(() => rmSync(folder, { recursive: true }))

test('the secret is made once, long, and readable by its owner only', () => {
  const dataDir = openDataDir(join(folder, 'hub'))
  const secret = readOrCreateSecret(dataDir)
  expect(secret).toMatch(/^[\w-]{43}$/)
  expect(statSync(join(folder, 'hub', 'secret')).mode & 0o777).toBe(0o600)
  expect(readOrCreateSecret(dataDir)).toBe(secret)
})

test('a secret that was cut off is not replaced in silence: sessions and stored secrets hang on it', () => {
  const dataDir = openDataDir(folder)
  writeFileSync(join(folder, 'secret'), 'short\n')
  expect(() => readOrCreateSecret(dataDir)).toThrow(/cannot be used .*holds fewer than 32 characters/)
})

test('a file in the place of the data directory is told in one sentence', () => {
  const path = join(folder, 'hub')
  writeFileSync(path, '')
  expect(() => openDataDir(path)).toThrow(new RegExp(`^The data directory ${path} cannot be used .* HUBFLOW_DATA_DIR`))
})
