import { Hono } from 'hono'
import {
  ApiKeyList,
  ChangeOwner,
  ChangeUser,
  CreateUser,
  DisabledUser,
  DisableUser,
  EndedSessions,
  InvitedUser,
  OfPerson,
  SessionList,
  User,
  UserList,
  UserParam,
  UserWithWorkflows,
} from '../contract/people.ts'
import { Workflow, WorkflowParam } from '../contract/workflow.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { listApiKeys, revokeApiKey } from './api-keys.ts'
import { changeRole, enableUser } from './change.ts'
import { disableUser } from './disable.ts'
import { changeOwner } from './hand-over.ts'
import { addUser, inviteAgain } from './invite.ts'
import { endOtherSessions, endSession, listSessions } from './sessions.ts'
import { listUsers, readUser } from './users.ts'

const tag = 'People'

export function userRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get('/api/users', describe(tag, 'Everybody who signs in; admins only', { 200: UserList }, [403]), async (c) =>
      answer(c, await listUsers(services, c.var.caller)),
    )
    .post(
      '/api/users',
      describe(tag, 'Add a person, who is invited by mail; admins only', { 201: InvitedUser }, [403, 409]),
      validate('json', CreateUser),
      async (c) => answer(c, await addUser(services, c.var.caller, c.req.valid('json')), 201),
    )
    .get(
      '/api/users/:id',
      describe(tag, 'One person with their workflows; admins only', { 200: UserWithWorkflows }, [403, 404]),
      validate('param', UserParam),
      async (c) => answer(c, await readUser(services, c.var.caller, c.req.valid('param').id)),
    )
    .patch(
      '/api/users/:id',
      describe(tag, 'Give somebody another role; admins only', { 200: User }, [403, 404, 409]),
      validate('param', UserParam),
      validate('json', ChangeUser),
      async (c) => answer(c, await changeRole(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/api/users/:id/invitation',
      describe(
        tag,
        'Send a new invitation; the one before works no more; admins only',
        { 200: InvitedUser },
        [403, 404, 409],
      ),
      validate('param', UserParam),
      async (c) => answer(c, await inviteAgain(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/users/:id/disable',
      describe(
        tag,
        'End the sessions and keys of a person, and give their workflows to somebody or pause them; admins only',
        { 200: DisabledUser },
        [403, 404, 409],
      ),
      validate('param', UserParam),
      validate('json', DisableUser),
      async (c) => answer(c, await disableUser(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .post(
      '/api/users/:id/enable',
      describe(tag, 'Let a disabled person sign in again; admins only', { 200: User }, [403, 404]),
      validate('param', UserParam),
      async (c) => answer(c, await enableUser(services, c.var.caller, c.req.valid('param').id)),
    )
    .put(
      '/api/workflows/:id/owner',
      describe(
        tag,
        'Give a workflow to somebody else, as whom it acts from then on; admins only',
        { 200: Workflow },
        [403, 404, 409],
      ),
      validate('param', WorkflowParam),
      validate('json', ChangeOwner),
      async (c) => answer(c, await changeOwner(services, c.var.caller, c.req.valid('param').id, c.req.valid('json'))),
    )
    .get(
      '/api/sessions',
      describe(tag, "Where one is signed in; an admin asks for another's by `userId`", { 200: SessionList }),
      validate('query', OfPerson),
      async (c) => answer(c, await listSessions(services, c.var.caller, c.req.valid('query'))),
    )
    .delete(
      '/api/sessions/:id',
      describe(tag, 'End a session: one of one’s own, or, as an admin, anybody’s', { 204: 'Ended' }, [404]),
      validate('param', UserParam),
      async (c) => {
        await endSession(services, c.var.caller, c.req.valid('param').id)
        return c.body(null, 204)
      },
    )
    .post(
      '/api/sessions/end-others',
      describe(tag, 'End all other sessions of one’s own', { 200: EndedSessions }),
      async (c) => answer(c, await endOtherSessions(services, c.var.caller)),
    )
    .get(
      '/api/api-keys',
      describe(tag, "One's API keys without the keys; an admin asks for another's by `userId`", { 200: ApiKeyList }),
      validate('query', OfPerson),
      async (c) => answer(c, await listApiKeys(services, c.var.caller, c.req.valid('query'))),
    )
    .delete(
      '/api/api-keys/:id',
      describe(tag, 'Revoke an API key: one of one’s own, or, as an admin, anybody’s', { 204: 'Revoked' }, [404]),
      validate('param', UserParam),
      async (c) => {
        await revokeApiKey(services, c.var.caller, c.req.valid('param').id)
        return c.body(null, 204)
      },
    )
}
