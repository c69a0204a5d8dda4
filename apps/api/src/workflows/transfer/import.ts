import { asPerson } from '@hubflow/db'
import type { z } from 'zod'
import type { ImportReport, ImportWorkflow } from '../../contract/transfer.ts'
import type { Caller } from '../../http/env.ts'
import type { Services } from '../../services.ts'
import { createWorkflow } from '../create.ts'
import { checkName } from '../names.ts'
import { problemsOf } from '../problems.ts'
import { readFile } from './read-file.ts'
import { rebind } from './rebind.ts'

const UNNAMED = 'Imported workflow'

/** Takes in a workflow of another hub, or of this one, as a new draft; or only tells what would become of it. */
export async function importWorkflow(
  services: Services,
  caller: Caller,
  { content, name: wanted, check }: z.output<typeof ImportWorkflow>,
): Promise<ImportReport> {
  const file = readFile(content)
  const { rebound, problems } = await asPerson(services.database, caller.id, async (tx) => {
    const bound = await rebind(tx, file.definition, file.names)
    return { rebound: bound, problems: await problemsOf(tx, bound.definition) }
  })
  const { definition, found } = rebound
  const name = wanted ?? (await freeNameFor(services, caller, file.settings.name ?? UNNAMED))
  const report = {
    name,
    steps: definition.nodes.length,
    found,
    notTaken: [...file.notTaken, ...rebound.notTaken],
    problems,
  }
  if (check === true) return { ...report, workflowId: null }
  const { id } = await createWorkflow(services, caller, { ...file.settings, name, definition }, 'workflow.imported')
  return { ...report, workflowId: id }
}

async function freeNameFor(services: Services, caller: Caller, name: string): Promise<string> {
  const { suggestion } = await checkName(services, caller, { name })
  return suggestion ?? name
}
