import { type CatalogEntry, checkDefinition, type Definition, type Json, type Problem } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { catalog, nodeTypeRules } from '@hubflow/nodes'
import { and, inArray, isNull } from 'drizzle-orm'
import { readEventTypes } from '../catalog/event-types.ts'

const { emailTemplates, secrets, userProfiles } = tables

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

interface Reference {
  kind: 'email-template' | 'person' | 'secret'
  id: string
  nodeId: string
  field: (string | number)[]
}

/** What another author may own, or nobody: an id that is not visible counts like one that does not exist. */
async function missingReferences(tx: Transaction, definition: Definition): Promise<Problem[]> {
  const references = definition.nodes.flatMap((node) => {
    const entry = catalogByType().get(node.type)
    const inFields = entry === undefined ? [] : referencesIn(entry, node.config, node.id)
    return [...inFields, ...secretsIn(node.config, node.id)]
  })
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

function referencesIn(entry: CatalogEntry, config: Record<string, Json>, nodeId: string): Reference[] {
  return Object.entries(config).flatMap(([key, value]): Reference[] => {
    const widget = widgetOf(entry, key)
    if (widget === 'email-template' && typeof value === 'string' && value !== '') {
      return [{ kind: 'email-template', id: value, nodeId, field: [key] }]
    }
    if (widget !== 'recipients' || !Array.isArray(value)) return []
    return value.flatMap((recipient, index): Reference[] =>
      typeof recipient === 'string' && recipient.startsWith('user:')
        ? [{ kind: 'person', id: recipient.slice('user:'.length), nodeId, field: [key, index] }]
        : [],
    )
  })
}

/** Wherever in a config a secret is named, its key is `secretId`. */
function secretsIn(value: Json, nodeId: string, path: (string | number)[] = []): Reference[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, inner]): Reference[] => {
    const field = [...path, Array.isArray(value) ? Number(key) : key]
    if (key !== 'secretId' || typeof inner !== 'string') return secretsIn(inner, nodeId, field)
    return inner === '' ? [] : [{ kind: 'secret', id: inner, nodeId, field }]
  })
}

/** The lower-case ids among those referred to that there are. */
async function findReferred(tx: Transaction, references: Reference[]): Promise<Set<string>> {
  const idsOf = (kind: Reference['kind']) =>
    references
      .filter((reference) => reference.kind === kind && UUID.test(reference.id))
      .map((reference) => reference.id)
  const templateIds = idsOf('email-template')
  const personIds = idsOf('person')
  const secretIds = idsOf('secret')
  const templates =
    templateIds.length === 0
      ? []
      : await tx.select({ id: emailTemplates.id }).from(emailTemplates).where(inArray(emailTemplates.id, templateIds))
  const people =
    personIds.length === 0
      ? []
      : await tx
          .select({ id: userProfiles.id })
          .from(userProfiles)
          .where(and(inArray(userProfiles.id, personIds), isNull(userProfiles.disabledAt)))
  const stored =
    secretIds.length === 0
      ? []
      : await tx.select({ id: secrets.id }).from(secrets).where(inArray(secrets.id, secretIds))
  return new Set([...templates, ...people, ...stored].map((row) => row.id))
}

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

let byType: Map<string, CatalogEntry> | undefined

function catalogByType(): Map<string, CatalogEntry> {
  byType ??= new Map(catalog().map((entry) => [entry.type, entry]))
  return byType
}

function widgetOf(entry: CatalogEntry, key: string): unknown {
  const { properties } = entry.configSchema
  if (typeof properties !== 'object' || properties === null) return undefined
  const property: unknown = Object.hasOwn(properties, key) ? Reflect.get(properties, key) : undefined
  return typeof property === 'object' && property !== null && 'widget' in property ? property.widget : undefined
}
