import { createMiddleware } from 'hono/factory'
import type { Config } from '../config.ts'
import { HttpProblem } from './problem.ts'

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/**
 * Refuses what a page of another site sends with this browser's cookie. Every browser names the origin on such a
 * request; a program that sends none has no cookie but its own.
 */
export function sameOrigin(config: Config) {
  return createMiddleware(async (c, next) => {
    if (SAFE_METHODS.has(c.req.method) || c.req.header('cookie') === undefined) return next()
    const origin = c.req.header('origin')
    const site = c.req.header('sec-fetch-site')
    const trusted =
      origin === undefined
        ? site === undefined || site === 'same-origin' || site === 'none'
        : isOurOrigin(config, origin, c.req.header('host'))
    if (!trusted)
      throw new HttpProblem(403, 'This request came from a page of another site. Open the hub itself and try there.')
    return next()
  })
}

/** `PUBLIC_URL`, or the very host that was asked, if that is this machine by one of its own names. */
function isOurOrigin(config: Config, origin: string, host: string | undefined): boolean {
  if (config.publicUrl !== null && origin === new URL(config.publicUrl).origin) return true
  const url = URL.parse(origin)
  if (url === null || url.host !== host) return false
  return LOOPBACK.has(url.hostname) || url.hostname === config.host
}
