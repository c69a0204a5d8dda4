import type { WorkflowStatus } from '@hubflow/core'
import type { Database } from '@hubflow/db'
import { z } from 'zod'

/** A published webhook, as the door may know it. */
export interface Hook {
  workflowId: string
  version: number
  status: Extract<WorkflowStatus, 'active' | 'paused'>
  methods: string[]
  auth: string
}

const Config = z.looseObject({
  methods: z.array(z.string()).min(1).default(['POST']),
  auth: z.looseObject({ kind: z.string() }).default({ kind: 'none' }),
})

/** Null for a token that nobody has, and for workflows that are not published, archived, deleted or start otherwise. */
export async function findHook(database: Database, token: string): Promise<Hook | null> {
  const [row] = await database.sql<
    {
      workflow_id: string
      version: number | null
      status: WorkflowStatus
      trigger_type: string | null
      config: unknown
    }[]
  >`select workflow_id, version, status, trigger_type, config from hubflow.find_hook(${token})`
  if (!row || row.version === null || row.trigger_type !== 'webhook') return null
  const { status } = row
  if (status !== 'active' && status !== 'paused') return null
  const { methods, auth } = Config.parse(row.config)
  return { workflowId: row.workflow_id, version: row.version, status, methods, auth: auth.kind }
}
