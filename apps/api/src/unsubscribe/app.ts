import { type Database, unsubscribedAddress } from '@hubflow/db'
import { type Context, Hono } from 'hono'
import { html } from 'hono/html'
import type { Logger } from 'pino'
import { addressOf } from '../http/address.ts'
import { Attempts } from '../http/attempts.ts'
import { answerErrors } from '../http/errors.ts'
import { tooMany } from '../http/problem.ts'

/**
 * The links in marketing mail: GET asks, so that a program which follows every link unsubscribes nobody; POST does it, by
 * the page's button or by one click in a mail program (RFC 8058). Whoever has the link needs no account.
 */
export function createUnsubscribe({ database, log, secret }: { database: Database; log: Logger; secret: string }) {
  const misses = new Attempts({ max: 60, windowMs: 60_000 })
  const app = new Hono()
  app.onError(answerErrors(log))

  function readAddress(c: Context): string | null {
    const address = unsubscribedAddress(c.req.param('token') ?? '', secret)
    const waitMs = address === null ? misses.count(addressOf(c)) : null
    if (waitMs !== null)
      throw tooMany('Too many calls of links that are none. Use the link from the mail.', waitMs / 1000)
    return address
  }

  app.get('/:token', (c) => {
    const address = readAddress(c)
    if (address === null) return broken(c)
    return page(
      c,
      'Unsubscribe',
      html`<p>Do you want no more marketing mail to <b>${address}</b>? Mail about your own policies still comes.</p>
        <form method="post"><button type="submit">Unsubscribe</button></form>`,
    )
  })
  app.post('/:token', async (c) => {
    const address = readAddress(c)
    if (address === null) return broken(c)
    await database.sql`
      insert into hubflow.email_suppressions (address, reason) values (${address}, 'unsubscribed') on conflict do nothing`
    return page(c, 'You are unsubscribed', html`<p>No more marketing mail goes to <b>${address}</b>.</p>`)
  })
  app.all('*', (c) => broken(c))
  return app
}

function broken(c: Context): Response | Promise<Response> {
  c.status(404)
  return page(
    c,
    'This link does not work',
    html`<p>It may have been cut off. Open it from the mail again, or answer the mail and ask to be taken off the list.</p>`,
  )
}

function page(c: Context, title: string, content: ReturnType<typeof html>): Response | Promise<Response> {
  c.header('cache-control', 'no-store')
  return c.html(
    html`<!doctype html>
      <html lang="en">
        <head>
          <meta charset="utf-8" />
          <meta name="viewport" content="width=device-width, initial-scale=1" />
          <meta name="robots" content="noindex" />
          <title>${title}</title>
        </head>
        <body>
          <main>
            <h1>${title}</h1>
            ${content}
          </main>
        </body>
      </html>`,
  )
}
