import { randomInt } from 'node:crypto'
import { hostname } from 'node:os'
import type { Database } from '@hubflow/db'

/** The first key of the advisory locks that say that a worker lives; the second is its own. */
export const WORKER_LOCK = 0x48_75_62

export interface Registration {
  readonly workerId: string
  /** Makes sure that the lock is held, and takes it again when the connection was lost. */
  renew(): Promise<void>
  /** Says that this worker is gone. */
  end(): Promise<void>
}

/**
 * Registers a worker by a session lock on a connection of its own: the lock is free as soon as the process or its
 * connection is gone, without any heartbeat. `database` must have one connection, kept open, used for nothing else.
 */
export async function register(database: Database, workerId: string): Promise<Registration> {
  const lockKey = randomInt(1, 2 ** 31 - 1)
  let session: number | null = null

  async function renew(): Promise<void> {
    const [row] = await database.sql<{ pid: number }[]>`select pg_backend_pid() as pid`
    if (!row || row.pid === session) return
    // First the lock, then the row: a row without a lock would be a dead worker.
    await database.sql`select pg_advisory_lock(${WORKER_LOCK}::int, ${lockKey}::int)`
    await database.sql`
      insert into hubflow.workers (id, lock_key, host) values (${workerId}, ${lockKey}, ${hostname()})
      on conflict (id) do nothing`
    session = row.pid
  }

  await renew()
  return {
    workerId,
    renew,
    async end() {
      await database.sql`delete from hubflow.workers where id = ${workerId}`
    },
  }
}
