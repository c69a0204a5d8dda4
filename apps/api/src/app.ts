import type { Database } from '@hubflow/db'
import { Hono } from 'hono'
import { openAPIRouteHandler } from 'hono-openapi'
import type { Auth } from './auth/auth.ts'
import { type Identities, requireIdentity } from './auth/identity.ts'
import { authRoutes } from './auth/routes.ts'
import { healthRoutes } from './health/routes.ts'
import { jsonBodies } from './http/body.ts'
import type { ApiEnv } from './http/env.ts'
import { answerErrors, answerNotFound } from './http/errors.ts'
import { sameOrigin } from './http/origin.ts'
import { isServerPath } from './http/private-paths.ts'
import { securityHeaders } from './http/security-headers.ts'
import { metricsRoutes } from './metrics/routes.ts'
import { apiRoutes } from './routes.ts'
import type { Services } from './services.ts'
import { webRoutes } from './web/routes.ts'

/**
 * The whole door, from the outside in: webhooks by themselves, then headers for everything, then the checks that no
 * route under `/api` can be reached without, then the routes, then the web app.
 */
export function createApp({
  services,
  auth,
  authDatabase,
  identities,
  hooks,
  unsubscribe,
}: {
  services: Services
  auth: Auth
  /** Connected as `hubflow_auth`. */
  authDatabase: Database
  identities: Identities
  hooks: Hono
  unsubscribe: Hono
}) {
  const { config, log, database } = services
  const routes = apiRoutes(services)
  const app = new Hono<ApiEnv>()
  app.onError(answerErrors(log))
  app.notFound(answerNotFound)

  // First, so that nothing which is meant for people stands between a webhook and its run.
  app.route('/hooks', hooks)
  app.use(securityHeaders)
  // Whoever holds a link is not signed in, and a mail program that calls it comes from anywhere.
  app.route('/unsubscribe', unsubscribe)
  app.route('/', healthRoutes(database))
  app.route('/', metricsRoutes(database, identities))
  app.use(async (c, next) => {
    if (isServerPath(c.req.path)) c.header('cache-control', 'no-store')
    await next()
  })
  app.use(sameOrigin(config))
  app.use(requireIdentity(identities, config.publicUrl))
  app.use('/api/*', jsonBodies)
  app.route('/', authRoutes({ auth, database: authDatabase, config, onSessionsEnded: services.live.recheck }))
  app.get('/api/openapi.json', openAPIRouteHandler(routes, { documentation: OPENAPI, excludeStaticFile: false }))
  app.route('/', routes)
  if (config.webDir !== null) app.route('/', webRoutes(config.webDir))
  return app
}

const OPENAPI = {
  info: { title: 'Hubflow', version: '1', description: 'Workflow automation for a Training Hub.' },
  components: {
    securitySchemes: {
      session: { type: 'apiKey' as const, in: 'cookie', name: 'hubflow.session_token' },
      apiKey: { type: 'http' as const, scheme: 'bearer' },
    },
  },
  security: [{ session: [] }, { apiKey: [] }],
}
