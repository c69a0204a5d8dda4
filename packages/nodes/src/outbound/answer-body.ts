import type { Readable } from 'node:stream'
import { createBrotliDecompress, createGunzip, createInflate } from 'node:zlib'

const LONGEST_BYTES = 65_536

/** Reads at most 64 kB of a body as UTF-8 and lets go of the rest, so that an endless or packed answer costs no more. */
export async function readBody(body: Readable, encoding: string): Promise<{ text: string; truncated: boolean }> {
  const decoder = new TextDecoder()
  let text = ''
  let room = LONGEST_BYTES
  for await (const chunk of unpacked(body, encoding) as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk.subarray(0, room), { stream: true })
    if (chunk.length > room) {
      body.destroy()
      return { text, truncated: true }
    }
    room -= chunk.length
  }
  return { text: text + decoder.decode(), truncated: false }
}

/** None was asked for, but some servers pack regardless. It is unpacked as a stream: what is never read is never unpacked. */
function unpacked(body: Readable, encoding: string): Readable {
  const unpack = { gzip: createGunzip, 'x-gzip': createGunzip, deflate: createInflate, br: createBrotliDecompress }[
    encoding.trim().toLowerCase()
  ]
  if (!unpack) return body
  const stream = unpack()
  // `pipe` passes no errors on: without this a broken connection would leave the reader waiting.
  body.on('error', (error) => stream.destroy(error))
  return body.pipe(stream)
}
