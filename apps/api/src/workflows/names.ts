import { asPerson, tables } from '@hubflow/db'
import { and, eq, inArray, isNull, ne, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { CheckName, NameCheck } from '../contract/workflow.ts'
import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { workflows } = tables

/** Does the write; a name that its owner uses already is refused with one that is free. */
export async function whereNamesAreFree<Result>(
  services: Services,
  wanted: { ownerId: string; name: string },
  write: () => Promise<Result>,
): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (!isNameTaken(error)) throw error
    const free = await freeName(services, wanted)
    throw new HttpProblem(409, `There is a workflow named "${wanted.name}" already. "${free}" is free.`, {
      errors: [{ pointer: '/name', detail: `Choose another name, such as "${free}".`, code: 'name-taken' }],
      members: { suggestion: free },
      cause: error,
    })
  }
}

/** What is unique among the workflows that are not in the bin. */
export const nameKey = sql<string>`${workflows.createdBy}::text || '/' || lower(${workflows.name})`

/** Whether a write failed because the owner uses the name already. */
export function isNameTaken(error: unknown): boolean {
  return databaseFault(error)?.constraint === 'workflows_name_per_owner'
}

/** The name itself where it is free, else one with a number. */
export async function firstFreeName(services: Services, wanted: { ownerId: string; name: string }): Promise<string> {
  const rows = await asPerson(services.database, wanted.ownerId, (tx) =>
    tx.select({ id: workflows.id }).from(workflows).where(isNamed(wanted)),
  )
  return rows.length === 0 ? wanted.name : freeName(services, wanted)
}

/** Whether a name may be given, while it is typed: to a new workflow of the caller's, or to the one named by `except`. */
export async function checkName(
  services: Services,
  caller: Caller,
  { name, except }: z.output<typeof CheckName>,
): Promise<NameCheck> {
  const [ownerId, taken] = await asPerson(services.database, caller.id, async (tx) => {
    const [known] =
      except === undefined
        ? []
        : await tx.select({ ownerId: workflows.createdBy }).from(workflows).where(eq(workflows.id, except))
    const owner = known?.ownerId ?? caller.id
    const rows = await tx
      .select({ id: workflows.id })
      .from(workflows)
      .where(and(isNamed({ ownerId: owner, name }), except === undefined ? undefined : ne(workflows.id, except)))
    return [owner, rows.length > 0] as const
  })
  return { isFree: !taken, suggestion: taken ? await freeName(services, { ownerId, name }) : null }
}

async function freeName(services: Services, wanted: { ownerId: string; name: string }): Promise<string> {
  const stem = wanted.name.replace(/ \d+$/, '').slice(0, 110)
  const candidates = Array.from({ length: 100 }, (_, index) => `${stem} ${index + 2}`)
  const taken = await asPerson(services.database, wanted.ownerId, (tx) =>
    tx
      .select({ name: sql<string>`lower(${workflows.name})` })
      .from(workflows)
      .where(
        and(
          eq(workflows.createdBy, wanted.ownerId),
          isNull(workflows.deletedAt),
          inArray(
            sql`lower(${workflows.name})`,
            candidates.map((name) => name.toLowerCase()),
          ),
        ),
      ),
  )
  const names = new Set(taken.map((row) => row.name))
  return candidates.find((name) => !names.has(name.toLowerCase())) ?? `${stem} ${Date.now()}`
}

function isNamed({ ownerId, name }: { ownerId: string; name: string }) {
  return and(
    eq(workflows.createdBy, ownerId),
    isNull(workflows.deletedAt),
    eq(sql`lower(${workflows.name})`, name.toLowerCase()),
  )
}
