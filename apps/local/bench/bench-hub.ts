import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@hubflow/db'
import { type EmbeddedPostgres, startEmbeddedPostgres } from '@hubflow/db/embedded'
import { seedDemoHub } from '../src/demo-hub/seed.ts'
import { readEnvironment } from '../src/environment.ts'
import { type Hub, startHub } from '../src/hub.ts'

export const PASSWORD = 'training-hub'
export const SECRET = 'a secret that lives as long as the bench'

/** A migrated database with the demo hub in a folder of its own; `start` runs API and worker on it. */
export async function openBench() {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-bench-'))
  // As root, Postgres runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const database: EmbeddedPostgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
  await migrate(database.url)
  await seedDemoHub(database.url, PASSWORD)
  return {
    url: database.url,
    start(): Promise<Hub> {
      const environment = readEnvironment({
        DATABASE_URL: database.url,
        HUBFLOW_SECRET: SECRET,
        HUBFLOW_DATA_DIR: join(folder, 'hub'),
        HOST: '127.0.0.1',
        PORT: '0',
      })
      return startHub({ environment, dev: false, say: () => {}, signal: new AbortController().signal })
    },
    async close(): Promise<void> {
      await database.stop()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
