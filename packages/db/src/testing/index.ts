export { createPerson, createWorkflow } from './people.ts'
export { type TestDatabase, testDatabase } from './test-database.ts'
