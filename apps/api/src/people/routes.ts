import { Hono } from 'hono'
import { Me, PersonList } from '../contract/messages.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import type { Services } from '../services.ts'
import { listPeople } from './list.ts'

export function peopleRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get('/api/me', describe('People', 'Who is asking', { 200: Me }), (c) => {
      const { id, name, email, role } = c.var.caller
      const me: Me = { id, name, email, role, mail: services.config.mail, timeZone: services.config.timeZone }
      return answer(c, me)
    })
    .get(
      '/api/people',
      describe('People', 'People that mail and notifications may go to', { 200: PersonList }),
      async (c) => answer(c, await listPeople(services, c.var.caller)),
    )
}
