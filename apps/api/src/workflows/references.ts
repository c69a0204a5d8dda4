import type { CatalogEntry, Definition, Json } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { catalog } from '@hubflow/nodes'
import { and, inArray, isNull } from 'drizzle-orm'

const { emailTemplates, secrets, userProfiles } = tables

/** Something of this hub that a step names by its id. */
export interface Reference {
  kind: 'email-template' | 'person' | 'secret'
  id: string
  nodeId: string
  /** In the step's config; of a person, the recipient. */
  field: (string | number)[]
}

/** Everything that the steps name by id, in the order of the steps. */
export function referencesOf(definition: Definition): Reference[] {
  return definition.nodes.flatMap((node) => {
    const entry = catalogByType().get(node.type)
    const inFields = entry === undefined ? [] : referencesIn(entry, node.config, node.id)
    return [...inFields, ...secretsIn(node.config, node.id)]
  })
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

/**
 * What there is of what is referred to, as the transaction's person sees it: by lower-case id, the name that people know it
 * by (of a person, the address).
 */
export async function findReferred(tx: Transaction, references: Reference[]): Promise<Map<string, string>> {
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
      : await tx
          .select({ id: emailTemplates.id, name: emailTemplates.name })
          .from(emailTemplates)
          .where(inArray(emailTemplates.id, templateIds))
  const people =
    personIds.length === 0
      ? []
      : await tx
          .select({ id: userProfiles.id, name: userProfiles.email })
          .from(userProfiles)
          .where(and(inArray(userProfiles.id, personIds), isNull(userProfiles.disabledAt)))
  const stored =
    secretIds.length === 0
      ? []
      : await tx.select({ id: secrets.id, name: secrets.name }).from(secrets).where(inArray(secrets.id, secretIds))
  return new Map([...templates, ...people, ...stored].map((row) => [row.id, row.name]))
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
