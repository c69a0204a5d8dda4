import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { beforeAll, expect, test } from 'vitest'
import { ensureWebBuild } from './web-build.ts'

/** What the build says of a file: the ones that it always takes along, and the ones that it fetches when they are needed. */
interface Chunk {
  file: string
  imports?: string[]
}

const MOST_BYTES = 300_000
const EDITOR = 'src/pages/workflows/editor-route.tsx'
const MAIL_EDITOR = 'src/editor/inspector/pills/mail-editor.tsx'

let dist: string
let chunks: Record<string, Chunk>
beforeAll(async () => {
  dist = await ensureWebBuild(() => {})
  chunks = JSON.parse(readFileSync(join(dist, '.vite/manifest.json'), 'utf8'))
})

test.each([
  ['the page to sign in', 'src/pages/sign-in/sign-in-page.tsx'],
  ['the list of workflows', 'src/pages/workflows/workflows-page.tsx'],
])('%s takes at most 300 kB of compressed JavaScript', (_name, page) => {
  const bytes = filesOf('index.html', page).reduce((sum, file) => sum + compressedBytes(file), 0)
  expect(bytes).toBeGreaterThan(50_000)
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES)
})

test('the editor comes when a workflow is opened, and what edits texts when a text is edited', () => {
  const first = filesOf('index.html', 'src/pages/workflows/workflows-page.tsx')
  const editor = filesOf(EDITOR)
  expect(first).not.toContain(chunks[EDITOR]?.file)
  for (const [words, files] of [
    ['react-flow__', first],
    ['ProseMirror', first],
    ['ProseMirror', editor],
  ] as const)
    expect(
      files.filter((file) => readFileSync(join(dist, file), 'utf8').includes(words)),
      `${words} in what is loaded too early`,
    ).toEqual([])
  expect(filesOf(MAIL_EDITOR).some((file) => readFileSync(join(dist, file), 'utf8').includes('ProseMirror'))).toBe(true)
})

/** The scripts that these entries take, each once. */
function filesOf(...entries: string[]): string[] {
  const files = new Set<string>()
  const take = (key: string): void => {
    const chunk = chunks[key]
    if (!chunk) throw new Error(`the build has no ${key}`)
    if (files.has(chunk.file)) return
    files.add(chunk.file)
    chunk.imports?.forEach(take)
  }
  entries.forEach(take)
  return [...files]
}

function compressedBytes(file: string): number {
  return gzipSync(readFileSync(join(dist, file))).length
}
