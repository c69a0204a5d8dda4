import { backoffMs } from './backoff.ts'
import { passesByItself } from './services/database-fault.ts'

const TRIES = 5

/** Writes what came of something that cannot be asked again for free: over a lost connection or a restart of the database. */
export async function persistently<Answer>(write: () => Promise<Answer>): Promise<Answer> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await write()
    } catch (error) {
      if (attempt === TRIES || !passesByItself(error)) throw error
      await new Promise((resolve) => setTimeout(resolve, backoffMs(attempt)))
    }
  }
}
