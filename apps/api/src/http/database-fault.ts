/** What PostgreSQL or the connection to it said, from wherever in the chain of causes it stands. */
export interface DatabaseFault {
  /** An SQLSTATE such as `23505`, or a connection's own code such as `ECONNREFUSED`. */
  code: string
  constraint: string | null
}

export function databaseFault(error: unknown): DatabaseFault | null {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if ('code' in cause && typeof cause.code === 'string') {
      const constraint =
        'constraint_name' in cause && typeof cause.constraint_name === 'string' ? cause.constraint_name : null
      return { code: cause.code, constraint }
    }
  }
  return null
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_ENDED',
  'CONNECTION_DESTROYED',
  'CONNECT_TIMEOUT',
])

/** True when the database could not be reached, is starting, stopping or full: the same request may work soon. */
export function isUnreachable({ code }: DatabaseFault): boolean {
  return UNREACHABLE.has(code) || /^(08|57P0|53|3D000)/.test(code)
}
