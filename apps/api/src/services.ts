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
  queue: Queue
  live: LiveFeed
}
