import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { NODES_DOC, nodesDoc } from './docs.ts'

test('docs/nodes.md says what the node types say; `npx -y pnpm@12 --filter @hubflow/nodes docs` writes it anew', async () => {
  expect(await readFile(NODES_DOC, 'utf8')).toBe(nodesDoc())
})
