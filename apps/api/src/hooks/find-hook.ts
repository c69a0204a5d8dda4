import type { WorkflowStatus } from '@hubflow/core'
import type { Database } from '@hubflow/db'
import { z } from 'zod'

/** A published webhook, as the door may know it. */
export interface Hook {
  workflowId: string
  version: number
  status: Extract<WorkflowStatus, 'active' | 'paused'>
  methods: string[]
  auth: z.output<typeof Auth>
  /** Of the secret that `auth` names; null where it names none, or one that is gone. */
  secretCiphertext: string | null
}

const Auth = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('none') }),
  z.looseObject({ kind: z.literal('header'), name: z.string() }),
  z.looseObject({ kind: z.literal('standard-webhooks') }),
])

const Config = z.looseObject({
  methods: z.array(z.string()).min(1).default(['POST']),
  auth: Auth.default({ kind: 'none' }),
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
      secret_ciphertext: string | null
    }[]
  >`select workflow_id, version, status, trigger_type, config, secret_ciphertext from hubflow.find_hook(${token})`
  if (!row || row.version === null || row.trigger_type !== 'webhook') return null
  const { status } = row
  if (status !== 'active' && status !== 'paused') return null
  const { methods, auth } = Config.parse(row.config)
  const { workflow_id: workflowId, version, secret_ciphertext: secretCiphertext } = row
  return { workflowId, version, status, methods, auth, secretCiphertext }
}
