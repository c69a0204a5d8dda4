import type { Database } from '@hubflow/db'
import type { HookTrigger } from './call.ts'

/** Keeps a call for the editor that listens, which ends the listening; false when somebody's call was quicker. */
export async function keepSample(database: Database, workflowId: string, trigger: HookTrigger): Promise<boolean> {
  const { count } = await database.sql`
    update hubflow.webhook_samples
    set sample = ${JSON.stringify(trigger)}::text::jsonb, captured_at = hubflow.now(), listening_until = null
    where workflow_id = ${workflowId} and listening_until > hubflow.now()`
  return count > 0
}
