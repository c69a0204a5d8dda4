import type { Socket } from 'node:net'
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib'
import { expect, onTestFinished, test } from 'vitest'
import { loopbackServer } from '../testing/loopback-server.ts'
import { createOutboundClient, type OutboundRequest } from './client.ts'

const client = createOutboundClient({ allow: ['127.0.0.1'] })
const get = (url: string, more: Partial<OutboundRequest> = {}) =>
  client.send({ method: 'GET', url, headers: [], timeoutMs: 5000, ...more })

test('sends method, path, headers and body, and gives the answer', async () => {
  const url = await loopbackServer(async (request, response) => {
    const body = (await request.toArray()).join('')
    response.setHeader('set-cookie', ['a=1', 'b=2'])
    response.writeHead(201, { 'content-type': 'text/plain' })
    response.end(
      `${request.method} ${request.url} ${request.headers['x-a']} ${request.headers['content-length']} ${body}`,
    )
  })
  const answer = await get(`${url}/a?b=ü`, { method: 'POST', headers: [{ name: 'X-A', value: 'one' }], body: 'héllo' })
  expect(answer).toMatchObject({ status: 201, body: 'POST /a?b=%C3%BC one 6 héllo', truncated: false })
  expect(answer.headers).toMatchObject({ 'set-cookie': 'a=1, b=2', 'content-type': 'text/plain' })
})

test('names itself, asks for nothing packed, and takes no header that frames the exchange', async () => {
  const url = await loopbackServer((request, response) => response.end(JSON.stringify(request.headers)))
  const sent = await get(url, {
    headers: [
      { name: 'Host', value: 'evil.test' },
      { name: 'Accept-Encoding', value: 'gzip' },
      { name: 'Transfer-Encoding', value: 'chunked' },
      { name: 'Proxy-Authorization', value: 'x' },
    ],
  })
  const headers = JSON.parse(sent.body)
  expect(headers).toMatchObject({ host: new URL(url).host, 'accept-encoding': 'identity', 'user-agent': 'Hubflow' })
  expect(Object.keys(headers)).not.toContain('transfer-encoding')
  expect(Object.keys(headers)).not.toContain('proxy-authorization')
})

test('a redirect is an answer', async () => {
  let requests = 0
  const url = await loopbackServer((_request, response) => {
    requests++
    response.writeHead(302, { location: '/elsewhere' }).end()
  })
  expect(await get(url)).toMatchObject({ status: 302, headers: { location: '/elsewhere' } })
  expect(requests).toBe(1)
})

test('proxy variables are ignored', async () => {
  const url = await loopbackServer((_request, response) => response.end('direct'))
  const proxy = await loopbackServer((_request, response) => response.end('proxied'))
  const before = { ...process.env }
  onTestFinished(() => {
    process.env = before
  })
  Object.assign(process.env, { HTTP_PROXY: proxy, http_proxy: proxy, ALL_PROXY: proxy, NODE_USE_ENV_PROXY: '1' })
  expect((await get(url)).body).toBe('direct')
})

test('reads 64 kB of an endless answer, then closes the connection', async () => {
  const closed = Promise.withResolvers<void>()
  const url = await loopbackServer((_request, response) => {
    const chunk = 'é'.repeat(5001)
    const pump = () => {
      while (!response.destroyed && response.write(chunk));
    }
    response.on('drain', pump).on('close', closed.resolve)
    pump()
  })
  const answer = await get(url)
  expect(answer.truncated).toBe(true)
  expect(Buffer.byteLength(answer.body)).toBe(65_536)
  await closed.promise
})

test('an answer of exactly 64 kB is whole', async () => {
  const url = await loopbackServer((_request, response) => response.end('x'.repeat(65_536)))
  const answer = await get(url)
  expect([answer.body.length, answer.truncated]).toEqual([65_536, false])
})

test.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
] as const)('a %s answer nobody asked for is read, and a bomb is read for 64 kB only', async (encoding, pack) => {
  const url = await loopbackServer((request, response) => {
    response.setHeader('content-encoding', encoding)
    response.end(pack(request.url === '/bomb' ? Buffer.alloc(50_000_000) : 'hello'))
  })
  expect(await get(url)).toMatchObject({ body: 'hello', truncated: false })
  const bomb = await get(`${url}/bomb`)
  expect([bomb.body.length, bomb.truncated]).toEqual([65_536, true])
})

test('a packed answer that is broken, or breaks off, is a failed request', async () => {
  const url = await loopbackServer((request, response) => {
    response.setHeader('content-encoding', 'gzip')
    if (request.url === '/broken') response.end('this is not gzip')
    else response.write(gzipSync(Buffer.alloc(10_000)).subarray(0, 20), () => response.destroy())
  })
  await expect(get(`${url}/broken`)).rejects.toMatchObject({ code: 'request-failed' })
  await expect(get(`${url}/off`)).rejects.toMatchObject({ code: 'request-failed', retryable: true })
})

test.each(['silent', 'headers only', 'dripping'])('the time is over for a %s server', async (kind) => {
  const sockets: Socket[] = []
  const url = await loopbackServer((request, response) => {
    sockets.push(request.socket)
    if (kind !== 'silent') response.writeHead(200).write('a')
    if (kind !== 'dripping') return
    const drip = setInterval(() => response.write('a'), 20)
    request.socket.on('close', () => clearInterval(drip))
  })
  await expect(get(url, { timeoutMs: 300 })).rejects.toMatchObject({ code: 'request-timeout', retryable: true })
  // A reset counts as closed too, so the event is not waited for: `once` takes the error that comes before it.
  await expect.poll(() => sockets.every((socket) => socket.destroyed)).toBe(true)
  expect(sockets).toHaveLength(1)
})

test('the time is over for a name server that never answers, and for a connection that never opens', async () => {
  const noNames = createOutboundClient({ allow: [], resolve: () => new Promise(() => undefined) })
  const request = { method: 'GET', url: 'http://slow.test/', headers: [], timeoutMs: 100 }
  await expect(noNames.send(request)).rejects.toMatchObject({ code: 'request-timeout', retryable: true })
  const noDoors = createOutboundClient({ allow: [], resolve: async () => ['93.184.216.34'], connect: () => undefined })
  await expect(noDoors.send(request)).rejects.toMatchObject({
    code: 'request-timeout',
    message: 'slow.test did not answer within 0.1 seconds. Give it longer, or ask who runs it.',
  })
})

test('failures of the network are named and may be tried again', async () => {
  const closed = await loopbackServer((request) => request.socket.destroy())
  await expect(get(closed)).rejects.toMatchObject({ code: 'request-failed', retryable: true })
  await expect(get('http://127.0.0.1:1/')).rejects.toMatchObject({
    code: 'request-failed',
    retryable: true,
    message: 'Nothing answers at 127.0.0.1:1. Check the address, or ask who runs it whether it is up.',
  })
  const lost = Object.assign(new Error('x'), { code: 'ENOTFOUND' })
  const noSuchName = createOutboundClient({ allow: [], resolve: () => Promise.reject(lost) })
  await expect(
    noSuchName.send({ method: 'GET', url: 'https://typo.test/', headers: [], timeoutMs: 500 }),
  ).rejects.toMatchObject({ code: 'request-failed', message: 'typo.test was not found. Check the address.' })
})

test('a header that would begin another one is refused before anything is sent', async () => {
  let requests = 0
  const url = await loopbackServer((_request, response) => {
    requests++
    response.end()
  })
  await expect(get(url, { headers: [{ name: 'X-A', value: 'a\r\nX-B: b' }] })).rejects.toMatchObject({
    code: 'request-refused',
  })
  expect(requests).toBe(0)
})

test('an entry of the list that cannot be read stops the start', () => {
  expect(() => createOutboundClient({ allow: ['http://crm.internal'] })).toThrow(
    '“http://crm.internal” is neither a host nor a CIDR.',
  )
})
