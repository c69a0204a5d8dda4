import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { compress } from 'hono/compress'
import { isServerPath } from '../http/private-paths.ts'
import { notFound } from '../http/problem.ts'

const FOR_GOOD = 'public, max-age=31536000, immutable'

/** The built web app: its files, and its one page for every address that is the web app's own to route. */
export function webRoutes(webDir: string) {
  const app = new Hono()
  app.use('*', async (c, next) => {
    if (isServerPath(c.req.path) || !(c.req.method === 'GET' || c.req.method === 'HEAD')) throw notFound()
    await next()
    // Names under /assets carry a hash of what is in them; everything else is asked for anew.
    c.header('cache-control', c.req.path.startsWith('/assets/') && c.res.ok ? FOR_GOOD : 'no-cache')
  })
  app.use('*', compress())
  app.use('*', serveStatic({ root: webDir }))
  app.get('*', async (c) => {
    if (/\.[a-z0-9]+$/i.test(c.req.path)) throw notFound()
    return c.html(await readFile(join(webDir, 'index.html'), 'utf8'))
  })
  return app
}
