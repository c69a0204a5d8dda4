import { setTimeout as delay } from 'node:timers/promises'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hubflow/db/embedded'

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 10_000

/** The embedded Postgres, started again on its port when it ends by itself: the API and the worker find it there. */
export async function startEmbeddedDatabase(
  dataDir: string,
  say: (sentence: string) => void,
): Promise<{ url: string; stop(): Promise<void> }> {
  let postgres: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir })
  const { url } = postgres
  const port = Number(new URL(url).port)
  let stopping = false

  async function keepRunning(): Promise<void> {
    while (true) {
      await postgres.ended
      for (let backoffMs = FIRST_BACKOFF_MS; !stopping; backoffMs = Math.min(backoffMs * 2, LONGEST_BACKOFF_MS)) {
        say(`PostgreSQL ended by itself; starting it again in ${backoffMs / 1000} s.`)
        await delay(backoffMs)
        if (stopping || (await restarts())) break
      }
      if (stopping) return
      say('PostgreSQL runs again.')
    }
  }

  async function restarts(): Promise<boolean> {
    try {
      postgres = await startEmbeddedPostgres({ dataDir, port })
      return true
    } catch {
      return false
    }
  }

  void keepRunning()
  return {
    url,
    async stop() {
      stopping = true
      await postgres.stop()
    },
  }
}
