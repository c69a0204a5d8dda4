import { connect } from '@hubflow/db'
import { backoffMs } from '../backoff.ts'
import { passesByItself } from '../services/database-fault.ts'

/** Waits until the database answers, so that a worker that starts before it does not crash over and over. */
export async function databaseAnswers(url: string, onTry: (error: unknown) => void): Promise<void> {
  const database = connect({ url, role: 'hubflow_worker', max: 1, name: 'hubflow worker: start' })
  try {
    for (let attempt = 1; ; attempt++) {
      try {
        await database.sql`select 1`
        return
      } catch (error) {
        if (!passesByItself(error)) throw error
        onTry(error)
        await new Promise((resolve) => setTimeout(resolve, Math.min(backoffMs(attempt), 5000)))
      }
    }
  } finally {
    await database.close()
  }
}
