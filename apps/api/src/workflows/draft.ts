import type { Definition } from '@hubflow/core'
import { asPerson, type Transaction, tables } from '@hubflow/db'
import { and, eq, isNull, sql } from 'drizzle-orm'
import type { z } from 'zod'
import type { PutDraft, SavedDraft } from '../contract/workflow.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { noteEdit } from './note-edit.ts'
import { problemsOf } from './problems.ts'
import { triggerColumns } from './trigger-columns.ts'

const { workflows } = tables

/** Saves the draft if nobody saved a newer one meanwhile. What is live stays as it is. */
export async function saveDraft(
  services: Services,
  caller: Caller,
  id: string,
  body: z.output<typeof PutDraft>,
): Promise<SavedDraft> {
  return asPerson(services.database, caller.id, async (tx) => {
    await noteEdit(tx, caller, id, body.definition)
    const revision = await replaceDraft(tx, id, body.definition, body.revision)
    return { revision, problems: await problemsOf(tx, body.definition) }
  })
}

/** Gives the new revision. `revision` is the one that the caller knows; null replaces whatever is there. */
export async function replaceDraft(
  tx: Transaction,
  id: string,
  definition: Definition,
  revision: number | null,
): Promise<number> {
  const { triggerType, config } = triggerColumns(definition)
  // While nothing is live the draft's trigger stands in the columns; afterwards they belong to the live version.
  const unlessLive = (column: typeof workflows.triggerType | typeof workflows.config, value: unknown) =>
    sql`case when ${workflows.liveVersion} is null then ${value} else ${column} end`
  const [saved] = await tx
    .update(workflows)
    .set({
      draft: definition,
      draftRevision: sql`${workflows.draftRevision} + 1`,
      triggerType: unlessLive(workflows.triggerType, sql`${triggerType}::text`),
      config: unlessLive(workflows.config, sql`${JSON.stringify(config)}::text::jsonb`),
      updatedAt: sql`hubflow.now()`,
    })
    .where(
      and(
        eq(workflows.id, id),
        isNull(workflows.deletedAt),
        revision === null ? undefined : eq(workflows.draftRevision, revision),
      ),
    )
    .returning({ revision: workflows.draftRevision })
  if (saved) return saved.revision
  throw await staleOrAbsent(tx, id)
}

/** Why no draft of this revision was found: the conflict with the newer draft, or nothing there at all. */
export async function staleOrAbsent(tx: Transaction, id: string): Promise<HttpProblem> {
  const [newer] = await tx
    .select({ definition: workflows.draft, revision: workflows.draftRevision })
    .from(workflows)
    .where(and(eq(workflows.id, id), isNull(workflows.deletedAt)))
  if (!newer) return notFound()
  return new HttpProblem(
    409,
    'The draft was changed meanwhile, by another person or in another window. Take the newer draft, then make your changes again.',
    { members: { draft: newer } },
  )
}
