import type { WorkflowStatus } from '@hubflow/core'
import type { Database } from '@hubflow/db'
import { z } from 'zod'

/** What a webhook asks of those who call it. */
export interface CallRules {
  workflowId: string
  methods: string[]
  auth: z.output<typeof Auth>
  /** Of the secret that `auth` names; null where it names none, or one that is gone. */
  secretCiphertext: string | null
}

/** A published webhook, as the door may know it. */
export interface Hook extends CallRules {
  version: number
  status: Extract<WorkflowStatus, 'active' | 'paused'>
  /** How long a caller waits for the end of its run; null where it is answered at once. */
  waitMs: number | null
}

/** Who answers at an address: the live webhook, an editor that listens for a call, or both. */
export interface Found {
  live: Hook | null
  listener: CallRules | null
}

const Auth = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('none') }),
  z.looseObject({ kind: z.literal('header'), name: z.string() }),
  z.looseObject({ kind: z.literal('standard-webhooks') }),
])

const MOST_SECONDS = 60
const Respond = z.discriminatedUnion('kind', [
  z.looseObject({ kind: z.literal('accepted') }),
  z.looseObject({ kind: z.literal('when-done'), timeoutSeconds: z.number().min(1).max(MOST_SECONDS).default(30) }),
])

const Config = z.looseObject({
  methods: z.array(z.string()).min(1).default(['POST']),
  auth: Auth.default({ kind: 'none' }),
  respond: Respond.default({ kind: 'accepted' }),
})

interface Row {
  token: string
  workflow_id: string
  version: number | null
  status: WorkflowStatus
  trigger_type: string | null
  config: unknown
  secret_ciphertext: string | null
  listener_config: unknown
  listener_ciphertext: string | null
}

/**
 * Who answers at each of these addresses; a token that nobody has is left out. Not live: what is not published, archived,
 * deleted or starts otherwise.
 */
export async function findHooks(database: Database, tokens: string[]): Promise<Map<string, Found>> {
  const rows = await database.sql<Row[]>`
    select asked.token, workflow_id, version, status, trigger_type, config, secret_ciphertext, listener_config,
      listener_ciphertext
    from unnest(${tokens}::text[]) asked (token), hubflow.find_hook(asked.token)`
  return new Map(rows.map((row) => [row.token, { live: liveOf(row), listener: listenerOf(row) }]))
}

function liveOf({
  workflow_id: workflowId,
  version,
  status,
  secret_ciphertext: secretCiphertext,
  ...row
}: Row): Hook | null {
  if (version === null || row.trigger_type !== 'webhook' || (status !== 'active' && status !== 'paused')) return null
  const { methods, auth, respond } = Config.parse(row.config)
  const waitMs = respond.kind === 'when-done' ? respond.timeoutSeconds * 1000 : null
  return { workflowId, version, status, methods, auth, secretCiphertext, waitMs }
}

/** A draft whose settings are not finished yet can let nobody in. */
function listenerOf(row: Row): CallRules | null {
  const config = Config.safeParse(row.listener_config)
  if (!config.success) return null
  const { methods, auth } = config.data
  return { workflowId: row.workflow_id, methods, auth, secretCiphertext: row.listener_ciphertext }
}
