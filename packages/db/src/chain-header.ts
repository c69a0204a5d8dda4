import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto'
import type { ChainLink } from './schema/runs.ts'

/** What a workflow's call to its own hub carries, so that workflows which start one another by webhooks stop, too. */
export const CHAIN_HEADER = 'hubflow-chain'

/** The chain as a header's value, with a proof that this hub wrote it. */
export function writeChainHeader(chain: ChainLink[], hubSecret: string): string {
  const text = Buffer.from(JSON.stringify(chain)).toString('base64url')
  return `${text}.${proofOf(text, hubSecret).toString('base64url')}`
}

/** The workflows that started one another before this call; none where the header is absent or not this hub's. */
export function readChainHeader(header: string | null, hubSecret: string): ChainLink[] {
  if (header === null) return []
  const [text = '', proof = ''] = header.split('.')
  const [given, expected] = [Buffer.from(proof, 'base64url'), proofOf(text, hubSecret)]
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return []
  const chain: ChainLink[] = JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  return chain
}

function proofOf(text: string, hubSecret: string): Buffer {
  const key = Buffer.from(hkdfSync('sha256', hubSecret, '', 'hubflow chains of workflows', 32))
  return createHmac('sha256', key).update(text).digest()
}
