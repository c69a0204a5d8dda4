import { checkDefinition, type Definition, type Problem } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { catalog, nodeTypeRules } from '@hubflow/nodes'
import { readEventTypes } from '../catalog/event-types.ts'
import { findReferred, type Reference, referencesOf } from './references.ts'

/** All that keeps a definition from being published, with what it refers to looked up as the transaction's person. */
export async function problemsOf(tx: Transaction, definition: Definition): Promise<Problem[]> {
  const eventTypes = await readEventTypes(tx)
  const problems = checkDefinition(definition, { nodeTypes: nodeTypeRules(), eventTypes, catalog: catalog() })
  return [...problems, ...missingSteps(definition), ...(await missingReferences(tx, definition))]
}

/** A webhook that answers with what a step gave names that step. */
function missingSteps({ nodes }: Definition): Problem[] {
  return nodes.flatMap((node): Problem[] => {
    const { respond } = node.config
    if (node.type !== 'webhook' || typeof respond !== 'object' || respond === null || Array.isArray(respond)) return []
    const { nodeId } = respond
    if (typeof nodeId !== 'string' || nodes.some(({ id }) => id === nodeId && id !== node.id)) return []
    const message = 'The step whose data is the answer is not in this workflow any more. Choose another one.'
    return [{ code: 'reference-missing', nodeId: node.id, field: ['respond', 'nodeId'], message }]
  })
}

/** What another author may own, or nobody: an id that is not visible counts like one that does not exist. */
async function missingReferences(tx: Transaction, definition: Definition): Promise<Problem[]> {
  const references = referencesOf(definition)
  if (references.length === 0) return []
  const found = await findReferred(tx, references)
  return references
    .filter((reference) => !found.has(reference.id.toLowerCase()))
    .map(({ kind, nodeId, field }) => ({ code: 'reference-missing', nodeId, field, message: MISSING[kind] }))
}

const MISSING: Record<Reference['kind'], string> = {
  'email-template': 'The chosen email template does not exist any more. Choose another one.',
  person: 'One of the recipients is a person who does not exist any more. Choose somebody else.',
  secret: 'The chosen secret does not exist any more. Choose another one.',
}
