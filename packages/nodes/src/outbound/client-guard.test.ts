import { connect } from 'node:net'
import fc from 'fast-check'
import type { buildConnector } from 'undici'
import { expect, test } from 'vitest'
import { loopbackServer } from '../testing/loopback-server.ts'
import { isPublicAddress } from './address.ts'
import { createOutboundClient, type OutboundOptions } from './client.ts'

/** Writes down where a connection was asked for, and leads all of them to a server on loopback. */
function recordingConnector(serverUrl: string): { connect: buildConnector.connector; targets: string[] } {
  const targets: string[] = []
  return {
    targets,
    connect(options, callback) {
      targets.push(options.hostname)
      const socket = connect({ host: '127.0.0.1', port: Number(new URL(serverUrl).port) })
      socket.once('connect', () => callback(null, socket)).once('error', (error) => callback(error, null))
    },
  }
}

async function attempt(url: string, options: Omit<OutboundOptions, 'allow'> & { allow?: string[] }): Promise<string> {
  const client = createOutboundClient({ allow: [], ...options })
  return client.send({ method: 'GET', url, headers: [], timeoutMs: 5000 }).then(
    (answer) => String(answer.status),
    (error) => error.code,
  )
}

const FORBIDDEN_IPV4 = fc.oneof(
  fc.tuple(fc.constantFrom(0, 10, 127), byte(), byte(), byte()),
  fc.tuple(fc.constant(192), fc.constant(168), byte(), byte()),
  fc.tuple(fc.constant(172), fc.integer({ min: 16, max: 31 }), byte(), byte()),
  fc.tuple(fc.constant(169), fc.constant(254), byte(), byte()),
  fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), byte(), byte()),
  fc.constant([168, 63, 129, 16] as [number, number, number, number]),
)
type Bytes = [number, number, number, number]

/** The ways to write one IPv4 address in a URL that parsers are known to read alike or apart. */
const FORMS: Record<string, (bytes: Bytes) => string> = {
  dotted: (bytes) => bytes.join('.'),
  'trailing dot': (bytes) => `${bytes.join('.')}.`,
  decimal: (bytes) => String(number(bytes)),
  hex: (bytes) => `0x${number(bytes).toString(16)}`,
  octal: (bytes) => `0${number(bytes).toString(8)}`,
  'dotted hex': (bytes) => bytes.map((one) => `0x${one.toString(16)}`).join('.'),
  'dotted octal': (bytes) => bytes.map((one) => `0${one.toString(8)}`).join('.'),
  'two parts': ([first, ...rest]) => `${first}.${number([0, ...rest] as Bytes)}`,
  'three parts': ([first, second, third, fourth]) => `${first}.${second}.${third * 256 + fourth}`,
  'full-width digits': (bytes) =>
    bytes.join('.').replace(/\d/g, (digit) => String.fromCharCode(0xff10 + Number(digit))),
  'percent-encoded': (bytes) => bytes.join('.').replace(/\d/g, (digit) => `%3${digit}`),
  'ideographic dots': (bytes) => bytes.join('。'),
  mapped: (bytes) => `[::ffff:${bytes.join('.')}]`,
  'mapped hex': (bytes) => `[::ffff:${hexPairs(bytes)}]`,
  compatible: (bytes) => `[::${bytes.join('.')}]`,
  NAT64: (bytes) => `[64:ff9b::${bytes.join('.')}]`,
  'local NAT64': (bytes) => `[64:ff9b:1::${hexPairs(bytes)}]`,
  '6to4': (bytes) => `[2002:${hexPairs(bytes)}::1]`,
}

test.each(Object.entries(FORMS))('no forbidden address is reached by its %s form', async (_name, form) => {
  const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
  await fc.assert(
    fc.asyncProperty(FORBIDDEN_IPV4, fc.constantFrom('http', 'https'), async (bytes, scheme) => {
      expect(await attempt(`${scheme}://${form(bytes)}/`, { connect })).toBe('request-refused')
    }),
    { numRuns: 60 },
  )
  expect(targets).toEqual([])
})

test.each(['dotted', 'trailing dot', 'decimal', 'hex', 'octal', 'two parts', 'full-width digits'])(
  'a public address is called by its %s form, as the address that was checked',
  async (name) => {
    const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
    expect(await attempt(`http://${FORMS[name]?.([93, 184, 216, 34])}/`, { connect })).toBe('200')
    expect(targets).toEqual(['93.184.216.34'])
  },
)

test.each([
  'ftp://93.184.216.34/',
  'file:///etc/passwd',
  'javascript:alert(1)',
  'data:text/plain,x',
  'http://user@93.184.216.34/',
  'http://user:password@93.184.216.34/',
  'http://:password@93.184.216.34/',
  'http://93.184.216.34@127.0.0.1/',
  'http://127.0.0.1#@93.184.216.34/',
  'http://127.0.0.1\\@93.184.216.34/',
  'http:127.0.0.1/',
  'http://[::]/',
  'http://[fe80::1%25eth0]/',
  'http://',
  '//93.184.216.34/',
  '93.184.216.34',
  '',
])('%s is refused', async (url) => {
  const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
  expect(await attempt(url, { connect })).toBe('request-refused')
  expect(targets).toEqual([])
})

test('a host is refused when any of its addresses is inside, and called at a checked one when none is', async () => {
  const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
  const lead = (...addresses: string[]) => attempt('http://shop.test/', { connect, resolve: async () => addresses })
  expect(await lead('93.184.216.34', '10.0.0.1')).toBe('request-refused')
  expect(await lead('::1')).toBe('request-refused')
  expect(await lead('not-an-address')).toBe('request-refused')
  expect(await lead()).toBe('request-failed')
  expect(targets).toEqual([])
  expect(await lead('93.184.216.34', '93.184.216.35')).toBe('200')
  expect(targets).toEqual(['93.184.216.34'])
})

test('a name server that changes its answer gets 0 of 1,000 requests inside', async () => {
  const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
  const resolver = rebindingResolver()
  const client = createOutboundClient({ allow: [], connect, resolve: resolver.resolve })
  for (let round = 0; round < 1000; round++) {
    await client
      .send({ method: 'GET', url: 'http://rebind.test/', headers: [], timeoutMs: 5000 })
      .catch(() => undefined)
  }
  expect(resolver.answersInside()).toBeGreaterThan(300)
  expect(targets.length).toBeGreaterThan(300)
  expect(targets.filter((address) => !isPublicAddress(address))).toEqual([])
}, 60_000)

test('control: a client that checks and then looks up again is led inside by the same name server', async () => {
  const { resolve } = rebindingResolver()
  let inside = 0
  for (let round = 0; round < 1000; round++) {
    const [checked] = await resolve()
    if (!isPublicAddress(String(checked))) continue
    const [connected] = await resolve()
    if (!isPublicAddress(String(connected))) inside++
  }
  expect(inside).toBeGreaterThan(0)
})

test('what OUTBOUND_ALLOW names is called, and nothing beside it', async () => {
  const { connect, targets } = recordingConnector(await loopbackServer((_request, response) => response.end()))
  const allow = ['crm.internal', '10.1.0.0/16']
  const resolve = async (hostname: string) => (hostname === 'crm.internal' ? ['10.9.9.9'] : ['10.1.2.3'])
  expect(await attempt('http://crm.internal/', { connect, allow, resolve })).toBe('200')
  expect(await attempt('http://crm.internal./', { connect, allow, resolve })).toBe('200')
  expect(await attempt('http://other.test/', { connect, allow, resolve })).toBe('200')
  expect(await attempt('http://10.2.0.1/', { connect, allow, resolve })).toBe('request-refused')
  expect(targets).toEqual(['10.9.9.9', '10.9.9.9', '10.1.2.3'])
})

test('the hub’s own address may be called, another port of its machine may not', async () => {
  const own = await loopbackServer((_request, response) => response.end())
  const other = await loopbackServer((_request, response) => response.end())
  expect(await attempt(`${own}/hooks/x`, { publicUrl: own })).toBe('200')
  expect(await attempt(other, { publicUrl: own })).toBe('request-refused')
})

function rebindingResolver() {
  let calls = 0
  let inside = 0
  return {
    answersInside: () => inside,
    async resolve(): Promise<string[]> {
      const leadsInside = calls++ % 3 === 1
      if (leadsInside) inside++
      return [leadsInside ? '127.0.0.1' : '93.184.216.34']
    },
  }
}

function byte() {
  return fc.integer({ min: 0, max: 255 })
}

function number([first, second, third, fourth]: Bytes): number {
  return ((first * 256 + second) * 256 + third) * 256 + fourth
}

function hexPairs([first, second, third, fourth]: Bytes): string {
  return `${(first * 256 + second).toString(16)}:${(third * 256 + fourth).toString(16)}`
}
