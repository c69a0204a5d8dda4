import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * The address that the request came from, IPv6 by its /64 (one household has 2^64 of them). Behind a proxy it is the
 * proxy's: forwarded headers can be made up by anybody, so they are not read.
 */
export function addressOf(c: Context): string {
  const plain = remoteAddress(c)
  return plain.includes(':') ? expand(plain).slice(0, 4).join(':') : plain
}

const FORWARDED = ['forwarded', 'x-forwarded-for', 'x-real-ip', 'via']

/** True for a request from this very machine; not for one through a proxy on it, which speaks for the whole world. */
export function isFromThisMachine(c: Context): boolean {
  const address = remoteAddress(c)
  const isLoopback = address === '::1' || /^127(\.\d+){3}$/.test(address)
  return isLoopback && FORWARDED.every((name) => c.req.header(name) === undefined)
}

function remoteAddress(c: Context): string {
  const bindings: Partial<HttpBindings> | undefined = c.env
  const address = bindings?.incoming?.socket.remoteAddress ?? 'unknown'
  return address.startsWith('::ffff:') ? address.slice(7) : address
}

function expand(address: string): string[] {
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter((part) => part !== '')
  const right = tail.split(':').filter((part) => part !== '')
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
}
