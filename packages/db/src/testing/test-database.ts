import postgres from 'postgres'
import { inject } from 'vitest'
import { connect, type Database, type DatabaseRole } from '../connect.ts'
import { openQueue, type Queue } from '../queue.ts'
import { TEMPLATE, withDatabase } from './global-setup.ts'

export interface TestDatabase {
  /** As the superuser: for arranging and looking, never for what is tested. */
  url: string
  connect(role: DatabaseRole, max?: number): Database
  queue(role: DatabaseRole, options?: { supervise?: boolean; timeZone?: string }): Promise<Queue>
  /** Closes what was opened here and drops the database; a red test's database is kept when HUBFLOW_KEEP is set. */
  drop(): Promise<void>
}

let count = 0

/** A database of one's own: a clone of the migrated template. */
export async function testDatabase(): Promise<TestDatabase> {
  const server = inject('postgresUrl')
  const name = `test_${process.pid}_${Date.now().toString(36)}_${count++}`
  await asAdmin(server, (admin) => admin.unsafe(`create database ${name} template ${TEMPLATE}`))
  const url = withDatabase(server, name)
  const opened: { close(): Promise<void> }[] = []
  return {
    url,
    connect(role, max) {
      const database = connect({ url, role, ...(max === undefined ? {} : { max }) })
      opened.push(database)
      return database
    },
    async queue(role, options = {}) {
      const queue = await openQueue({ url, role, name: `test ${role}`, ...options })
      opened.push(queue)
      return queue
    },
    async drop() {
      await Promise.all(opened.map((each) => each.close()))
      if (process.env.HUBFLOW_KEEP) return
      await asAdmin(server, (admin) => admin.unsafe(`drop database if exists ${name} with (force)`))
    },
  }
}

async function asAdmin(url: string, work: (admin: postgres.Sql) => Promise<unknown>): Promise<void> {
  const admin = postgres(url, { max: 1, onnotice: () => {} })
  try {
    await work(admin)
  } finally {
    await admin.end({ timeout: 5 })
  }
}
