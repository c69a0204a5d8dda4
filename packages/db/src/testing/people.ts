import { randomBytes } from 'node:crypto'
import { type Definition, findTrigger, type Role } from '@hubflow/core'
import { drizzle } from 'drizzle-orm/postgres-js'
import postgres from 'postgres'
import * as tables from '../schema.ts'

/** A person of the hub, put straight into the table (without a password). */
export function createPerson(url: string, person: { role: Role; name?: string; email?: string }) {
  return withTables(url, async (orm) => {
    const tag = randomBytes(4).toString('hex')
    const [row] = await orm
      .insert(tables.userProfiles)
      .values({
        name: person.name ?? `A ${person.role}`,
        email: person.email ?? `${person.role}-${tag}@hub.test`,
        role: person.role,
      })
      .returning()
    if (!row) throw new Error('no person was created')
    return row
  })
}

/** A workflow put straight into the tables; `publish` makes its definition version 1, live and active. */
export function createWorkflow(
  url: string,
  workflow: {
    ownerId: string
    definition: Definition
    publish?: boolean
    name?: string
    maxRunsPerDay?: number | null
    status?: 'active' | 'paused'
  },
) {
  return withTables(url, async (orm) => {
    const trigger = findTrigger(workflow.definition)
    const token = randomBytes(16).toString('hex')
    const isLive = workflow.publish ?? true
    const [row] = await orm
      .insert(tables.workflows)
      .values({
        name: workflow.name ?? `Workflow ${token}`,
        draft: workflow.definition,
        hookToken: token,
        createdBy: workflow.ownerId,
        maxRunsPerDay: workflow.maxRunsPerDay ?? null,
        triggerType: trigger?.type ?? null,
        config: trigger?.config ?? {},
        ...(isLive ? { liveVersion: 1, status: workflow.status ?? ('active' as const) } : {}),
      })
      .returning()
    if (!row) throw new Error('no workflow was created')
    if (isLive) {
      await orm
        .insert(tables.workflowVersions)
        .values({ workflowId: row.id, version: 1, definition: workflow.definition, publishedBy: workflow.ownerId })
    }
    return row
  })
}

async function withTables<Result>(
  url: string,
  work: (orm: ReturnType<typeof drizzle<typeof tables>>) => Promise<Result>,
): Promise<Result> {
  const client = postgres(url, { max: 1, onnotice: () => {} })
  try {
    return await work(drizzle(client, { schema: tables, casing: 'snake_case' }))
  } finally {
    await client.end({ timeout: 5 })
  }
}
