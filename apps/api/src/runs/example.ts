import { asPerson, tables } from '@hubflow/db'
import { eq } from 'drizzle-orm'
import type { RunExample } from '../contract/step-test.ts'
import { readSubjects } from '../events/recorded.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import { isHubTable } from '../records/tables.ts'
import { titlesOf } from '../records/titles.ts'
import type { Services } from '../services.ts'
import { outputsOf } from './outputs.ts'

const { workflowRuns } = tables

/** What a run began with and what its steps gave, for trying a workflow on it; 409 where that is kept no more. */
export async function readExample(services: Services, caller: Caller, id: string): Promise<RunExample> {
  return asPerson(services.database, caller.id, async (tx) => {
    const [run] = await tx.select().from(workflowRuns).where(eq(workflowRuns.id, id))
    if (!run) throw notFound()
    if (run.archivedAt !== null)
      throw new HttpProblem(409, 'The data of this run is kept no more. Choose a newer one as the example.')
    const { subjectTable: table, subjectId } = run
    const ref = table !== null && subjectId !== null && isHubTable(table) ? { table, id: subjectId } : null
    const subjects = ref === null ? new Map() : await readSubjects(tx, [{ subject: ref }])
    const titles = ref === null ? new Map<string, string>() : await titlesOf(tx, [ref])
    return {
      runId: run.id,
      workflowId: run.workflowId,
      isTest: run.isTest,
      at: run.createdAt.toISOString(),
      trigger: run.context.trigger,
      subject: subjects.get(ref?.id) ?? null,
      subjectTitle: titles.get(`${ref?.table}:${ref?.id}`) ?? null,
      steps: await outputsOf(tx, run),
    }
  })
}
