import { Hono } from 'hono'
import { CreateSecret, RotateSecret, Secret, SecretList, SecretParam } from '../contract/secret.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { deleteSecret } from './delete.ts'
import { createSecret, listSecrets, rotateSecret } from './keep.ts'

const tag = 'Secrets'

export function secretRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/secrets',
      describe(tag, 'Stored secrets by name, without their values', { 200: SecretList }),
      async (c) => answer(c, await listSecrets(services, c.var.caller)),
    )
    .post(
      '/api/secrets',
      describe(tag, 'Store a secret; its value cannot be read back', { 201: Secret }, [403, 409]),
      validate('json', CreateSecret),
      async (c) => answer(c, await createSecret(services, c.var.caller, c.req.valid('json')), 201),
    )
    .put(
      '/api/secrets/:id',
      describe(tag, 'Give a secret a new value; whatever uses it uses the new one at once', { 200: Secret }, [404]),
      validate('param', SecretParam),
      validate('json', RotateSecret),
      async (c) =>
        answer(c, await rotateSecret(services, c.var.caller, c.req.valid('param').id, c.req.valid('json').value)),
    )
    .delete(
      '/api/secrets/:id',
      describe(tag, 'Delete a secret that no live workflow uses', { 204: 'Deleted' }, [404, 409]),
      validate('param', SecretParam),
      async (c) => {
        await deleteSecret(services, c.var.caller, c.req.valid('param').id)
        return c.body(null, 204)
      },
    )
}
