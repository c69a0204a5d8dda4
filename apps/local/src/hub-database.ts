import { migrate } from '@hubflow/db'
import { brokenDataDir, type DataDir } from './data-dir.ts'
import { seedDemoHub } from './demo-hub/seed.ts'
import { startEmbeddedDatabase } from './embedded-database.ts'
import type { Environment } from './environment.ts'
import { StartProblem } from './start-problem.ts'

interface Options {
  environment: Environment
  dataDir: DataDir
  say(sentence: string): void
  started: AsyncDisposableStack
}

/** Gives the address of a migrated database: the one of DATABASE_URL as it is, or the embedded one with the demo hub. */
export async function prepareDatabase(options: Options): Promise<string> {
  const { databaseUrl } = options.environment
  if (databaseUrl === undefined) return prepareEmbeddedDatabase(options)
  await migrateGivenDatabase(databaseUrl)
  return databaseUrl
}

async function prepareEmbeddedDatabase({ environment, dataDir, say, started }: Options): Promise<string> {
  try {
    const postgres = await startEmbeddedDatabase(dataDir.postgres, say)
    started.defer(() => postgres.stop())
    await migrate(postgres.url)
    await seedDemoHub(postgres.url, environment.demoPassword)
    return postgres.url
  } catch (cause) {
    throw brokenDataDir(dataDir.path, cause)
  }
}

export async function migrateGivenDatabase(databaseUrl: string): Promise<void> {
  try {
    await migrate(databaseUrl)
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    const { hostname, port, pathname } = new URL(databaseUrl)
    throw new StartProblem(
      `The database ${hostname}:${port || 5432}${pathname} cannot be used (${reason}): check DATABASE_URL, that PostgreSQL 15 or newer answers there, and that its user may create roles and schemas.`,
      { cause },
    )
  }
}
