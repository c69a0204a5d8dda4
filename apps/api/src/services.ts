import type { Database, Queue } from '@hubflow/db'
import type { Logger } from 'pino'
import type { Config } from './config.ts'
import type { LiveFeed } from './live/feed.ts'

/** What the routes work with. */
export interface Services {
  config: Config
  log: Logger
  /** Connected as `hubflow_app`: every use names the person that it is for. */
  database: Database
  /** The queue of runs; fails as an unreachable database does while it cannot be opened. */
  queue: () => Promise<Queue>
  live: LiveFeed
  /** Where people and webhooks reach this hub, without a slash at the end. */
  publicUrl: () => string
}
