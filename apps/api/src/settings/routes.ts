import { Hono } from 'hono'
import { ChangeSettings, Settings } from '../contract/settings.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { changeSettings, getSettings } from './settings.ts'

const tag = 'Settings'

export function settingsRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/settings',
      describe(tag, 'What is set for the whole hub, with defaults', { 200: Settings }, [404]),
      async (c) => answer(c, await getSettings(services, c.var.caller)),
    )
    .patch(
      '/api/settings',
      describe(tag, 'Change what is set for the whole hub; admins only', { 200: Settings }, [403, 404, 422]),
      validate('json', ChangeSettings),
      async (c) => answer(c, await changeSettings(services, c.var.caller, c.req.valid('json'))),
    )
}
