import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { buildConnector, Client } from 'undici'
import { StepFailure } from '../step-failure.ts'
import { type Allowed, isAllowed, isPublicAddress, parseAllowed } from './address.ts'
import { readBody } from './answer-body.ts'
import { exchangeFailure } from './exchange-failure.ts'
import { isReservedHeader } from './reserved-header.ts'

/** One request to another system, already resolved. */
export interface OutboundRequest {
  method: string
  url: string
  headers: { name: string; value: string }[]
  body?: string
  timeoutMs: number
}

export interface OutboundAnswer {
  status: number
  headers: Record<string, string>
  /** At most 64 kB; `truncated` says that there was more. */
  body: string
  truncated: boolean
}

/** The only way out: public addresses (and those that `OUTBOUND_ALLOW` names), no redirects, bounded time and size. */
export interface OutboundClient {
  /** Throws StepFailure `request-refused`, `request-failed` or `request-timeout`; any answer, a redirect too, is given. */
  send(request: OutboundRequest): Promise<OutboundAnswer>
}

export interface OutboundOptions {
  /** Hosts (`crm.internal`, `crm.internal:8443`), addresses and CIDRs that are allowed besides public addresses. */
  allow: string[]
  /** The hub's own address, whose host and port may always be called. */
  publicUrl?: string
  /** All addresses of a host name; the system's resolver when absent. */
  resolve?: (hostname: string) => Promise<string[]>
  /** Opens the connection to `hostname`, which is always a checked address; undici's own when absent. */
  connect?: buildConnector.connector
}

/** The client that every request of a workflow goes through. Throws when an entry of `allow` cannot be read. */
export function createOutboundClient(options: OutboundOptions): OutboundClient {
  const allowed = options.allow.map(parseAllowed)
  if (options.publicUrl !== undefined) allowed.push(placeOf(new URL(options.publicUrl)))
  const resolve = options.resolve ?? resolveBySystem
  return { send: (request) => exchange(request, { allowed, resolve, connect: options.connect }) }
}

interface Exits {
  allowed: Allowed[]
  resolve: (hostname: string) => Promise<string[]>
  connect: buildConnector.connector | undefined
}

async function exchange(request: OutboundRequest, exits: Exits): Promise<OutboundAnswer> {
  const url = readUrl(request.url)
  const timeout = AbortSignal.timeout(request.timeoutMs)
  let client: Client | undefined
  try {
    const address = await firstOf(checkedAddress(url, exits), timeout)
    client = new Client(url.origin, {
      connect: pinnedTo(address, exits.connect ?? buildConnector({ allowH2: false, timeout: request.timeoutMs })),
      allowH2: false,
      // One connection for one exchange: the next one resolves and checks anew.
      pipelining: 0,
      headersTimeout: 0,
      bodyTimeout: 0,
    })
    const answering = client.request({
      method: request.method,
      path: `${url.pathname}${url.search}`,
      headers: headersOf(request),
      body: request.body ?? null,
      signal: timeout,
    })
    const answer = await firstOf(answering, timeout)
    const headers = joined(answer.headers)
    const { text, truncated } = await readBody(answer.body, headers['content-encoding'] ?? '')
    return { status: answer.statusCode, headers, body: text, truncated }
  } catch (error) {
    throw error instanceof StepFailure ? error : exchangeFailure(error, url.host, timeout.aborted, request.timeoutMs)
  } finally {
    // Not awaited: the answer is there, and what is left of the connection is nobody's business.
    client?.destroy().catch(() => undefined)
  }
}

function readUrl(text: string): URL {
  const url = URL.parse(text)
  if (!url) throw refused(`“${text}” is no address. Write one like https://example.com/api.`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    throw refused(`“${url.protocol}” addresses cannot be called. Use one that begins with https:// or http://.`)
  if (url.username !== '' || url.password !== '')
    throw refused('An address may hold no user name and no password. Remove what stands before the “@”.')
  return url
}

/** Resolves once; every address must pass, so that a mixed answer cannot lead inside by luck. */
async function checkedAddress(url: URL, { allowed, resolve }: Exits): Promise<string> {
  const { host, port } = hostOf(url)
  const literal = host.replace(/^\[(.*)\]$/, '$1')
  const addresses = isIP(literal) ? [literal] : await resolve(host)
  const mayCall = (address: string) =>
    isPublicAddress(address) || allowed.some((entry) => isAllowed(entry, { host, port, address }))
  const [address] = addresses
  if (address === undefined)
    throw new StepFailure('request-failed', `${host} was not found. Check the address.`, { retryable: true })
  if (!addresses.every(mayCall))
    throw refused(
      `${host} is not on the public internet, so workflows may not call it. An admin can allow it with OUTBOUND_ALLOW.`,
    )
  return address
}

/** Connects to the address that was checked, whatever the name would lead to now; the name is for the certificate only. */
function pinnedTo(address: string, connect: buildConnector.connector): buildConnector.connector {
  return ({ servername: _named, ...options }, callback) => {
    const name = hostOf(new URL(`${options.protocol}//${options.host ?? options.hostname}`)).host
    const isNamed = options.protocol === 'https:' && !isIP(name.replace(/^\[(.*)\]$/, '$1'))
    connect({ ...options, hostname: address, ...(isNamed && { servername: name }) }, callback)
  }
}

/** No workflow may set these, but each call goes out with the hub's. */
const SET_BY_THE_HUB = new Set(['idempotency-key', 'hubflow-chain'])

function headersOf(request: OutboundRequest): string[] {
  const set = request.headers.filter(({ name }) => !isReservedHeader(name) || SET_BY_THE_HUB.has(name.toLowerCase()))
  const named = set.some(({ name }) => name.toLowerCase() === 'user-agent')
    ? set
    : [...set, { name: 'User-Agent', value: 'Hubflow' }]
  return [...named, { name: 'Accept-Encoding', value: 'identity' }].flatMap(({ name, value }) => [name, value])
}

function joined(headers: Record<string, string | string[] | undefined>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : (value ?? '')]),
  )
}

function placeOf(url: URL): Allowed {
  const { host, port } = hostOf(url)
  return { host: { name: host, port } }
}

/** `example.com.` and `example.com` are one host; the port is told even where it is the usual one. */
function hostOf(url: URL): { host: string; port: string } {
  return { host: url.hostname.replace(/\.$/, ''), port: url.port || (url.protocol === 'https:' ? '443' : '80') }
}

async function resolveBySystem(hostname: string): Promise<string[]> {
  return (await lookup(hostname, { all: true, order: 'verbatim' })).map(({ address }) => address)
}

/** A name server that never answers, or a connection that never opens, must not outlast the request's time. */
function firstOf<Value>(promise: Promise<Value>, signal: AbortSignal): Promise<Value> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    signal.addEventListener('abort', onAbort, { once: true })
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}

function refused(message: string): StepFailure {
  return new StepFailure('request-refused', message)
}
