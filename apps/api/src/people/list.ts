import { asPerson, tables } from '@hubflow/db'
import { asc, isNull } from 'drizzle-orm'
import type { z } from 'zod'
import type { PersonList } from '../contract/messages.ts'
import type { Caller } from '../http/env.ts'
import type { Services } from '../services.ts'

const { userProfiles } = tables

export async function listPeople(services: Services, caller: Caller): Promise<z.output<typeof PersonList>> {
  const items = await asPerson(services.database, caller.id, (tx) =>
    tx
      .select({ id: userProfiles.id, name: userProfiles.name, email: userProfiles.email, role: userProfiles.role })
      .from(userProfiles)
      .where(isNull(userProfiles.disabledAt))
      .orderBy(asc(userProfiles.name)),
  )
  return { items, nextCursor: null }
}
