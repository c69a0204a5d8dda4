import { type Database, tables } from '@hubflow/db'
import { z } from 'zod'
import type { Auth } from './auth.ts'

const Asked = z.object({ email: z.string() })
const SignedIn = z.object({ user: z.object({ id: z.uuid() }) })

/** Notes who signed in and out, and what was refused: by address alone, so that an entry does not tell whether there is one. */
export function createSignInAudit(database: Database) {
  const note = (entry: { userId?: string; action: string; objectType: string; objectId: string }) =>
    database.orm.insert(tables.auditLog).values(entry)

  return {
    async signIn(request: Request, handler: Auth['handler']): Promise<Response> {
      const asked = Asked.safeParse(
        await request
          .clone()
          .json()
          .catch(() => null),
      )
      const response = await handler(request)
      if (response.ok) {
        const { user } = SignedIn.parse(await response.clone().json())
        await note({ userId: user.id, action: 'person.signed-in', objectType: 'person', objectId: user.id })
      } else if (response.status === 401 && asked.success) {
        await note({ action: 'sign-in.refused', objectType: 'address', objectId: asked.data.email.toLowerCase() })
      }
      return response
    },
    async signOut(request: Request, auth: Auth): Promise<Response> {
      const session = await auth.api.getSession({ headers: request.headers })
      const response = await auth.handler(request)
      if (session && response.ok) {
        const { id } = session.user
        await note({ userId: id, action: 'person.signed-out', objectType: 'person', objectId: id })
      }
      return response
    },
  }
}
