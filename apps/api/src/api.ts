import { BY_KEYS, connect, openQueue, type Queue } from '@hubflow/db'
import { type Logger, pino } from 'pino'
import { createApp } from './app.ts'
import { createAuth } from './auth/auth.ts'
import { createIdentities } from './auth/identity.ts'
import type { Config } from './config.ts'
import { createHooks } from './hooks/app.ts'
import { createRunEnds } from './hooks/run-ends.ts'
import { createLiveFeed } from './live/feed.ts'
import { createUnsubscribe } from './unsubscribe/app.ts'

/**
 * The API with its connections: one pool per database role. Nothing here waits for the database, which may come up
 * later; until then requests are answered with 503.
 */
export function createApi({ config, log = pino() }: { config: Config; log?: Logger }) {
  let port = config.port
  const { timeZone } = config
  const publicUrl = () => config.publicUrl ?? `http://${config.host}:${port}`

  const database = connect({ url: config.databaseUrl, role: 'hubflow_app', name: 'hubflow api' })
  const authDatabase = connect({ url: config.databaseUrl, role: 'hubflow_auth', name: 'hubflow sign-in' })
  const doorDatabase = connect({
    url: config.databaseUrl,
    role: 'hubflow_door',
    name: 'hubflow door',
    settings: BY_KEYS,
  })
  const appQueue = lazyQueue(() =>
    openQueue({ url: config.databaseUrl, role: 'hubflow_app', name: 'hubflow api queue', timeZone }),
  )
  const doorQueue = lazyQueue(() =>
    openQueue({ url: config.databaseUrl, role: 'hubflow_door', name: 'hubflow door queue', timeZone }),
  )

  const auth = createAuth({ config, database: authDatabase, log, publicUrl })
  const identities = createIdentities(auth, authDatabase, config.secret)
  const live = createLiveFeed({ database, identities, log })
  const runEnds = createRunEnds({ database: doorDatabase, log })
  const hooks = createHooks({ database: doorDatabase, queue: doorQueue.get, log, secret: config.secret, runEnds })
  const unsubscribe = createUnsubscribe({ database: doorDatabase, log, secret: config.secret })
  const services = { config, log, database, queue: appQueue.get, live, publicUrl }

  return {
    app: createApp({ services, auth, authDatabase, identities, hooks, unsubscribe }),
    publicUrl,
    /** Where it listens in fact, for links, when the port was left to the system. */
    listensOn(actualPort: number): void {
      port = actualPort
    },
    async close(): Promise<void> {
      await Promise.all([live.close(), runEnds.close()])
      await Promise.all([appQueue.close(), doorQueue.close()])
      await Promise.all([database.close(), authDatabase.close(), doorDatabase.close()])
    },
  }
}

/** Opens a queue at its first use, and tries again at the next when that failed. */
function lazyQueue(open: () => Promise<Queue>) {
  let opening: Promise<Queue> | undefined
  return {
    get(): Promise<Queue> {
      opening ??= open().catch((error: unknown) => {
        opening = undefined
        throw error
      })
      return opening
    },
    async close(): Promise<void> {
      const queue = await opening?.catch(() => undefined)
      await queue?.close()
    },
  }
}
