import { asPerson } from '@hubflow/db'
import type { ExportedWorkflow } from '../../contract/transfer.ts'
import type { Caller } from '../../http/env.ts'
import type { Services } from '../../services.ts'
import { findReferred, referencesOf } from '../references.ts'
import { findVersion } from '../versions.ts'
import { viewWorkflow } from '../view.ts'

/** The draft, or a version, as a file for another hub. What nobody but this hub needs, like its address, stays out. */
export async function exportWorkflow(
  services: Services,
  caller: Caller,
  id: string,
  version: number | null,
): Promise<ExportedWorkflow> {
  return asPerson(services.database, caller.id, async (tx) => {
    const { name, description, category, maxRunsPerDay, priority, draft } = await viewWorkflow(services, tx, id)
    const definition = version === null ? draft.definition : (await findVersion(tx, { id, version })).definition
    const referred = referencesOf(definition)
    const names = await findReferred(tx, referred)
    const references = new Map(
      referred.flatMap(({ kind, id: of }) => {
        const known = names.get(of.toLowerCase())
        return known === undefined ? [] : [[of, { kind, id: of, name: known }] as const]
      }),
    )
    return {
      format: 'hubflow-workflow',
      name,
      description,
      category,
      maxRunsPerDay,
      priority,
      definition,
      references: [...references.values()],
    }
  })
}

/** What the file is called: the workflow's name in letters that every system takes. */
export function fileName({ name }: ExportedWorkflow): string {
  const plain = name.normalize('NFKD').replace(/[^A-Za-z0-9]+/g, '-')
  return `${plain.replace(/^-|-$/g, '').toLowerCase().slice(0, 60) || 'workflow'}.hubflow.json`
}
