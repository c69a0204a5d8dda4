import { Hono } from 'hono'
import { AlertList, AlertParam, AlertRule, ChangeAlert, CreateAlert, ListAlerts } from '../contract/alert.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { changeAlert, createAlert, deleteAlert, listAlerts } from './rules.ts'

const tag = 'Analytics'

export function alertRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/alerts',
      describe(tag, 'Rules by which people are told of failures and of silence', { 200: AlertList }),
      validate('query', ListAlerts),
      async (c) => answer(c, await listAlerts(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/alerts',
      describe(tag, 'Add a rule', { 201: AlertRule }, [403, 422]),
      validate('json', CreateAlert),
      async (c) => answer(c, await createAlert(services, c.var.caller, c.req.valid('json')), 201),
    )
    .patch(
      '/api/alerts/:id',
      describe(tag, 'Change a rule, switch it on or off', { 200: AlertRule }, [404, 422]),
      validate('param', AlertParam),
      validate('json', ChangeAlert),
      async (c) => answer(c, await changeAlert(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .delete(
      '/api/alerts/:id',
      describe(tag, 'Delete a rule', { 204: 'Deleted' }, [404]),
      validate('param', AlertParam),
      async (c) => {
        await deleteAlert(services, c.var.caller, c.req.valid('param').id)
        return c.body(null, 204)
      },
    )
}
