import type { Definition } from '@hubflow/core'
import postgres from 'postgres'
import { seedOneOfEach } from './one-of-each.ts'
import { createPerson, createWorkflow } from './people.ts'
import { testDatabase } from './test-database.ts'

export const MANUAL: Definition = {
  schemaVersion: 1,
  nodes: [{ id: 'n1', type: 'manual', name: 'By hand', config: {}, position: { x: 0, y: 0 } }],
  edges: [],
}

export type Callers = Awaited<ReturnType<typeof startCallers>>

/** A database with one person of each role, a disabled admin and one row of everything, to ask as each of them. */
export async function startCallers() {
  const database = await testDatabase()
  const admin = postgres(database.url, { max: 2, onnotice: () => {} })
  const app = database.connect('hubflow_app')
  const people: Record<string, string> = {}
  for (const role of ['admin', 'trainer', 'manager', 'agent'] as const)
    people[role] = (await createPerson(database.url, { role })).id
  people.disabled = (await createPerson(database.url, { role: 'admin' })).id
  await admin`update hubflow.user_profiles set disabled_at = now() where id = ${people.disabled}`
  const workflow = await createWorkflow(database.url, { ownerId: people.trainer ?? '', definition: MANUAL })
  const ids = await seedOneOfEach(admin, people, workflow.id)

  return {
    database,
    /** The superuser: for arranging and looking. */
    admin,
    app,
    people,
    ids,
    /** A statement as a person; what it did is rolled back. Gives the rows it saw or touched, or that it was refused. */
    async as(person: string, statement: string): Promise<number | 'refused'> {
      let rows: number | 'refused' = 'refused'
      const undo = new Error('undo')
      await app.sql
        .begin(async (tx) => {
          if (person !== 'nobody') await tx`select set_config('hubflow.user_id', ${people[person] ?? ''}, true)`
          rows = (await tx.unsafe(statement)).count
          throw undo
        })
        .catch((error: unknown) => {
          const code = error instanceof postgres.PostgresError ? error.code : undefined
          if (error !== undo && code !== '42501') throw error
        })
      return rows
    },
    /** `$workflow` becomes the id of the workflow, `$trainer` that of the trainer. */
    filledIn(statement: string): string {
      return statement.replace(/\$(\w+)/g, (_, name: string) => `'${ids[name] ?? people[name]}'::uuid`)
    },
    async stop(): Promise<void> {
      await admin.end()
      await database.drop()
    },
  }
}
