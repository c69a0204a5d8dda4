import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import postgres from 'postgres'
import type { TestProject } from 'vitest/node'
import { startEmbeddedPostgres } from '../embedded/index.ts'
import { migrate } from '../migrate.ts'

export const TEMPLATE = 'hubflow_template'

declare module 'vitest' {
  interface ProvidedContext {
    /** Of the one PostgreSQL that a test run starts; its template database is migrated. */
    postgresUrl: string
  }
}

interface Shared {
  users: number
  started: Promise<{ url: string; stop(): Promise<void> }>
}

declare global {
  /** Each vitest project loads this file anew; what they share lies where all of them see it. */
  var hubflowTestServer: Shared | undefined
}

/** One PostgreSQL for a test run, with one migrated template that every test file's database is cloned from. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  globalThis.hubflowTestServer ??= { users: 0, started: startServer() }
  const shared = globalThis.hubflowTestServer
  shared.users += 1
  const server = await shared.started
  project.provide('postgresUrl', server.url)
  return async () => {
    shared.users -= 1
    if (shared.users > 0) return
    globalThis.hubflowTestServer = undefined
    await server.stop()
  }
}

async function startServer() {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-test-'))
  // As root, PostgreSQL runs as another user, who must be able to enter.
  chmodSync(folder, 0o755)
  const server = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false })
  const stop = async () => {
    await server.stop()
    rmSync(folder, { recursive: true, force: true })
  }
  try {
    const admin = postgres(server.url, { max: 1, onnotice: () => {} })
    await admin.unsafe(`create database ${TEMPLATE}`)
    await admin.end()
    await migrate(withDatabase(server.url, TEMPLATE))
  } catch (error) {
    await stop()
    throw error
  }
  return { url: server.url, stop }
}

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url)
  changed.pathname = `/${database}`
  return changed.href
}
