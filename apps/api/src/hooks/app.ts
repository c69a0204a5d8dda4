import type { Database, Queue } from '@hubflow/db'
import { Hono } from 'hono'
import type { Logger } from 'pino'
export function createHooks(_: { database: Database; queue: () => Promise<Queue>; log: Logger }): Hono { return new Hono() }
