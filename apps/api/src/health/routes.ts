import { type Database, tables } from '@hubflow/db'
import { Hono } from 'hono'
import { HttpProblem } from '../http/problem.ts'

/** `/healthz`: this process is alive. `/readyz`: its database is reachable and has the tables of this release. */
export function healthRoutes(database: Database) {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      try {
        // Without a person no row is seen; that the query works shows that tables and rights are there.
        await database.orm.select({ id: tables.workflows.id }).from(tables.workflows).limit(1)
      } catch (cause) {
        throw new HttpProblem(503, 'The database cannot be reached, or its migrations have not run.', {
          cause,
          headers: { 'retry-after': '1' },
        })
      }
      return c.json({ status: 'ready' })
    })
}
