import type { HttpBindings } from '@hono/node-server'
import type { Context } from 'hono'

/**
 * The address that the request came from, IPv6 by its /64 (one household has 2^64 of them). Behind a proxy it is the
 * proxy's: forwarded headers can be made up by anybody, so they are not read.
 */
export function addressOf(c: Context): string {
  const bindings: Partial<HttpBindings> | undefined = c.env
  const address = bindings?.incoming?.socket.remoteAddress ?? 'unknown'
  const plain = address.startsWith('::ffff:') ? address.slice(7) : address
  return plain.includes(':') ? expand(plain).slice(0, 4).join(':') : plain
}

function expand(address: string): string[] {
  const [head = '', tail = ''] = address.split('::')
  const left = head.split(':').filter((part) => part !== '')
  const right = tail.split(':').filter((part) => part !== '')
  return [...left, ...Array.from({ length: 8 - left.length - right.length }, () => '0'), ...right]
}
