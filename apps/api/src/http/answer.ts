import type { Context, TypedResponse } from 'hono'
import type { ContentfulStatusCode } from 'hono/utils/http-status'

/**
 * Answers with JSON, typed as the contract has it. `c.json` alone would rewrite recursive JSON values in the type, so
 * that a client's answer were no longer the contract's `Workflow`; what passes here is JSON already (no Date, no Map).
 */
export function answer<Body extends object, Status extends ContentfulStatusCode = 200>(
  c: Context,
  body: Body,
  status?: Status,
): Response & TypedResponse<Body, Status, 'json'> {
  const response: Response = c.json(body, status)
  return response as Response & TypedResponse<Body, Status, 'json'>
}
