import { createHash } from 'node:crypto'

/**
 * The channel on which pg-boss says that a job can be fetched. Its name is pg-boss's own affair; should it change, the
 * worker falls back to looking once a second.
 */
export function wakeChannel(schema: string): string {
  return `pgboss_${createHash('sha224').update(schema).digest('hex').slice(0, 24)}`
}
