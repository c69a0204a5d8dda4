import type { Database } from '@hubflow/db'
import { type Context, Hono } from 'hono'
import type { Identities } from '../auth/identity.ts'
import { isFromThisMachine } from '../http/address.ts'
import { HttpProblem } from '../http/problem.ts'
import { type Figure, writeMetrics } from './text.ts'

/** `/metrics` in Prometheus's text format: for a monitor on this machine, or one with an API key. */
export function metricsRoutes(database: Database, identities: Identities) {
  return new Hono().get('/metrics', async (c) => {
    await requireMonitor(c, identities)
    const figures = await database.sql<Figure[]>`select figure, status, value from hubflow.read_figures()`
    return c.text(writeMetrics(figures), 200, {
      'content-type': 'text/plain; version=0.0.4; charset=utf-8',
      'cache-control': 'no-store',
    })
  })
}

async function requireMonitor(c: Context, identities: Identities): Promise<void> {
  if (isFromThisMachine(c)) return
  const found = c.req.header('authorization') === undefined ? null : await identities.identify(c.req.raw.headers)
  if (found === null || found.caller.credential.kind !== 'api-key') {
    throw new HttpProblem(401, 'Ask from the machine itself, or send an API key as "Authorization: Bearer <key>".')
  }
  if (found.caller.role === 'agent') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
}
