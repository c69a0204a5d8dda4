/**
 * A statement that the database refused inside a walk. The transaction is lost with it, so it is no failure of the step:
 * the run is walked again by itself, where the same fault is then the step's own.
 */
export class DatabaseFault extends Error {
  override readonly name = 'DatabaseFault'
}

/** Classes of SQLSTATE, and codes of the client, for what passes by itself: lost connections, deadlocks, full disks, restarts. */
const PASSING = /^(08|40|53|55|57|58)|^(CONNECTION_|CONNECT_TIMEOUT|ECONN|EPIPE|ETIMEDOUT|ENOTFOUND)/

/** True when the same statement may succeed later without any change. */
export function passesByItself(error: unknown): boolean {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string' && PASSING.test(cause.code)) return true
  }
  return false
}
