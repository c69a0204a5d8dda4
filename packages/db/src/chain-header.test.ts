import { expect, test } from 'vitest'
import { readChainHeader, writeChainHeader } from './chain-header.ts'

const SECRET = 'a secret that is long enough for tests'
const CHAIN = [
  { workflowId: '01890000-0000-7000-8000-000000000001', name: 'Welcome – “new” clients' },
  { workflowId: '01890000-0000-7000-8000-000000000002', name: 'Ping' },
]

test('a chain comes back as it was written, in plain letters', () => {
  const header = writeChainHeader(CHAIN, SECRET)
  expect(header).toMatch(/^[\w.-]+$/)
  expect(readChainHeader(header, SECRET)).toEqual(CHAIN)
})

test('what was changed, cut, left out or written by another hub is no chain', () => {
  const header = writeChainHeader(CHAIN, SECRET)
  const [text = '', proof = ''] = header.split('.')
  const shorter = Buffer.from(JSON.stringify(CHAIN.slice(1))).toString('base64url')
  for (const other of [null, '', '.', text, `${text}.`, `${shorter}.${proof}`, `${text}.${proof.slice(2)}`])
    expect(readChainHeader(other, SECRET)).toEqual([])
  expect(readChainHeader(header, `${SECRET}!`)).toEqual([])
})
