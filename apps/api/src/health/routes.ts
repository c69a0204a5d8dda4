import { type Database, isMigrated } from '@hubflow/db'
import { Hono } from 'hono'
import { HttpProblem } from '../http/problem.ts'

/** `/healthz`: this process is alive. `/readyz`: its database is reachable and has the tables of this release. */
export function healthRoutes(database: Database) {
  return new Hono()
    .get('/healthz', (c) => c.json({ status: 'ok' }))
    .get('/readyz', async (c) => {
      try {
        if (!(await isMigrated(database.sql))) throw new Error("this build's last migration has not run")
      } catch (cause) {
        throw new HttpProblem(503, 'The database cannot be reached, or its migrations have not run.', {
          cause,
          headers: { 'retry-after': '1' },
        })
      }
      return c.json({ status: 'ready' })
    })
}
