import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { ChangeOwner } from '../contract/people.ts'
import type { Workflow } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { viewWorkflow } from '../workflows/view.ts'
import { requireAdmin, withinPeopleRules } from './rules.ts'
import { ownedBy } from './users.ts'

const { workflows } = tables

/** Gives a workflow to somebody else: its runs act as they do from the next step on. */
export async function changeOwner(
  services: Services,
  caller: Caller,
  id: string,
  { ownerId, name }: z.output<typeof ChangeOwner>,
): Promise<Workflow> {
  requireAdmin(caller)
  return withinPeopleRules(() =>
    asPerson(services.database, caller.id, async (tx) => {
      const [workflow] = await tx
        .select({ id: workflows.id, name: workflows.name, ownerId: workflows.createdBy })
        .from(workflows)
        .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
        .for('update')
      if (!workflow) throw notFound()
      if (workflow.ownerId !== ownerId) {
        const given = { ...workflow, newName: name ?? workflow.name }
        await handOver(tx, caller, [given], { from: workflow.ownerId, to: ownerId })
      }
      return viewWorkflow(services, tx, id)
    }),
  )
}

export interface GivenWorkflow {
  id: string
  name: string
  /** The same, unless another one was chosen. */
  newName: string
}

/** 409 where the new owner has workflows of the same names, with a free one for each. */
export async function handOver(
  tx: Transaction,
  caller: Caller,
  given: GivenWorkflow[],
  { from, to }: { from: string; to: string },
): Promise<void> {
  refuseTakenNames(
    given,
    (await ownedBy(tx, to)).map(({ name }) => name),
  )
  for (const { id, name, newName } of given) {
    await tx.execute(sql`select hubflow.change_owner(${id}, ${to}, ${newName})`)
    const renamed = name === newName ? {} : { name, newName }
    await writeAudit(tx, caller, 'workflow.owner-changed', { type: 'workflow', id }, { from, to, ...renamed })
  }
}

function refuseTakenNames(given: GivenWorkflow[], owned: string[]): void {
  const taken = new Set(owned.map((name) => name.toLowerCase()))
  const clashes: { id: string; newName: string; suggestion: string }[] = []
  for (const { id, newName } of given) {
    const suggestion = firstFree(newName, taken)
    if (suggestion !== newName) clashes.push({ id, newName, suggestion })
    taken.add(suggestion.toLowerCase())
  }
  if (clashes.length === 0) return
  throw new HttpProblem(
    409,
    clashes.length === 1
      ? `The new owner has a workflow named “${clashes[0]?.newName}” already. “${clashes[0]?.suggestion}” is free.`
      : `The new owner has workflows of these names already: ${clashes.map(({ newName }) => `“${newName}”`).join(', ')}. Choose others.`,
    {
      errors: clashes.map(({ id, newName, suggestion }) => ({
        pointer: `/names/${id}`,
        detail: `“${newName}” is taken. “${suggestion}” is free.`,
        code: 'name-taken',
      })),
      members: { suggestions: Object.fromEntries(clashes.map(({ id, suggestion }) => [id, suggestion])) },
    },
  )
}

function firstFree(name: string, taken: Set<string>): string {
  const stem = name.replace(/ \d+$/, '').slice(0, 110)
  let candidate = name
  for (let count = 2; taken.has(candidate.toLowerCase()); count++) candidate = `${stem} ${count}`
  return candidate
}
