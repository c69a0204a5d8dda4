import { Hono } from 'hono'
import { AuditChange, AuditList, AuditParam, ListAudit } from '../contract/audit.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { readChange } from './change.ts'
import { listAudit } from './list.ts'

const tag = 'Audit'

export function auditRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/audit',
      describe(tag, 'Who did what, newest first', { 200: AuditList }),
      validate('query', ListAudit),
      async (c) => answer(c, await listAudit(services, c.var.caller, c.req.valid('query'))),
    )
    .get(
      '/api/audit/:id/change',
      describe(tag, 'The workflow before and after what an entry tells', { 200: AuditChange }, [404]),
      validate('param', AuditParam),
      async (c) => answer(c, await readChange(services, c.var.caller, c.req.valid('param').id)),
    )
}
