export { isBar, load, printedSeed, randomOf } from './load.ts'
export { createPerson, createWorkflow } from './people.ts'
export { untilAllEnded } from './progress.ts'
export { type TestDatabase, testDatabase } from './test-database.ts'
