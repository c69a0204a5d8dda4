import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { serveStatic } from '@hono/node-server/serve-static'
import { Hono } from 'hono'
import { isServerPath } from '../http/private-paths.ts'
import { notFound } from '../http/problem.ts'

/** The built web app: its files, and its one page for every address that is the web app's own to route. */
export function webRoutes(webDir: string) {
  const app = new Hono()
  app.use('*', async (c, next) => {
    if (isServerPath(c.req.path) || !(c.req.method === 'GET' || c.req.method === 'HEAD')) throw notFound()
    await next()
  })
  app.use(
    '/assets/*',
    serveStatic({
      root: webDir,
      // Their names carry a hash of what is in them.
      onFound: (_path, c) => c.header('cache-control', 'public, max-age=31536000, immutable'),
    }),
    () => {
      throw notFound()
    },
  )
  app.use('*', serveStatic({ root: webDir, onFound: (_path, c) => c.header('cache-control', 'no-cache') }))
  app.get('*', async (c) => {
    if (/\.[a-z0-9]+$/i.test(c.req.path)) throw notFound()
    c.header('cache-control', 'no-cache')
    return c.html(await readFile(join(webDir, 'index.html'), 'utf8'))
  })
  return app
}
