import { readEnvironment } from './environment.ts'
import { migrateGivenDatabase } from './hub-database.ts'
import { StartProblem } from './start-problem.ts'

// For machines that run the API and the worker by themselves: brings the database of DATABASE_URL up to date, and ends.
try {
  const { databaseUrl } = readEnvironment(process.env)
  if (databaseUrl === undefined) throw new StartProblem('Set DATABASE_URL to the database that is to be migrated.')
  await migrateGivenDatabase(databaseUrl)
  console.log('The database is up to date.')
} catch (error) {
  console.error(error instanceof StartProblem ? error.message : error)
  process.exitCode = 1
}
