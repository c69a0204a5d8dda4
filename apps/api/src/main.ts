import { serve } from '@hono/node-server'
import { pino } from 'pino'
import { createApi } from './api.ts'
import { readConfig } from './config.ts'

const read = readConfig(process.env)
if (!read.ok) {
  for (const problem of read.problems) console.error(problem)
  process.exit(1)
}

const { config } = read
const log = pino({ name: 'api', redact: ['req.headers.cookie', 'req.headers.authorization'] })
const api = createApi({ config, log })

/** Longer than callers and proxies keep an idle connection (60 s by habit): a call must not meet a connection that ends. */
const KEEP_ALIVE_MS = 75_000

const listening = {
  fetch: api.app.fetch,
  hostname: config.host,
  port: config.port,
  serverOptions: { keepAliveTimeout: KEEP_ALIVE_MS },
}
const server = serve(listening, ({ port }) => {
  api.listensOn(port)
  const url = api.publicUrl()
  console.log(`api ready: ${url}`)
  process.send?.({ kind: 'ready', url })
})
server.on('error', (error: NodeJS.ErrnoException) => {
  console.error(
    error.code === 'EADDRINUSE'
      ? `Port ${config.port} is taken by another program. Stop that program, or set PORT to a free port.`
      : `The API cannot listen on ${config.host}:${config.port}: ${error.message}`,
  )
  process.exit(1)
})

let isStopping = false
async function stop(): Promise<void> {
  if (isStopping) return
  isStopping = true
  const closed = new Promise<void>((resolve) => server.close(() => resolve()))
  // Live connections end with the feed; others that hang are cut off, so that a stop always comes to its end.
  const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), 5000)
  await api.close()
  if ('closeIdleConnections' in server) server.closeIdleConnections()
  await closed
  clearTimeout(cut)
  process.exit(0)
}

process.on('SIGTERM', stop)
// The supervisor is gone: an API that nobody stops would keep the port.
process.on('disconnect', stop)
