import type { Definition, Json } from '@hubflow/core'
import { type Transaction, tables } from '@hubflow/db'
import { and, inArray, isNull, sql } from 'drizzle-orm'
import { findReferred, type Reference, referencesOf } from '../references.ts'

const { emailTemplates, secrets, userProfiles } = tables

export interface Rebound {
  definition: Definition
  found: string[]
  notTaken: string[]
}

const KINDS: Record<Reference['kind'], { article: string; noun: string }> = {
  'email-template': { article: 'an', noun: 'email template' },
  person: { article: 'a', noun: 'person' },
  secret: { article: 'a', noun: 'secret' },
}

/**
 * Turns the ids of another hub into this one's: what has the id and name here stays, what has the name takes the id from
 * here, and the rest is taken out and told. `names`: by lower-case id, what the other hub called it.
 */
export async function rebind(tx: Transaction, definition: Definition, names: Map<string, string>): Promise<Rebound> {
  const references = referencesOf(definition)
  const here = await findReferred(tx, references)
  const byName = await findByName(tx, references, names)
  const result: Rebound = { definition, found: [], notTaken: [] }
  // From the last to the first: what is taken out of a list moves only what was seen to.
  for (const reference of references.toReversed()) {
    const id = reference.id.toLowerCase()
    const name = names.get(id)
    const known = here.get(id)
    if (known !== undefined && (name === undefined || name === known)) continue
    const node = definition.nodes.find((each) => each.id === reference.nodeId)
    const step = `“${node?.name || node?.type}”`
    const replacement = name === undefined ? undefined : byName.get(`${reference.kind} ${name.toLowerCase()}`)
    result.definition = setReference(result.definition, reference, replacement)
    const { article, noun } = KINDS[reference.kind]
    const what = name === undefined ? `${article} ${noun}` : `the ${noun} “${name}”`
    if (replacement !== undefined) result.found.unshift(`${step} uses ${what} of this hub.`)
    else result.notTaken.unshift(`${step} used ${what} that is not in this hub. Choose another one there.`)
  }
  return { ...result, found: [...new Set(result.found)], notTaken: [...new Set(result.notTaken)] }
}

/** By kind and lower-case name, the ids of this hub. */
async function findByName(tx: Transaction, references: Reference[], names: Map<string, string>) {
  const wanted = (kind: Reference['kind']) =>
    references.flatMap((reference) =>
      reference.kind === kind ? (names.get(reference.id.toLowerCase())?.toLowerCase() ?? []) : [],
    )
  const [templateNames, addresses, secretNames] = [wanted('email-template'), wanted('person'), wanted('secret')]
  const templates =
    templateNames.length === 0
      ? []
      : await tx
          .select({ id: emailTemplates.id, name: emailTemplates.name })
          .from(emailTemplates)
          .where(inArray(sql`lower(${emailTemplates.name})`, templateNames))
  const people =
    addresses.length === 0
      ? []
      : await tx
          .select({ id: userProfiles.id, name: userProfiles.email })
          .from(userProfiles)
          .where(and(inArray(sql`lower(${userProfiles.email})`, addresses), isNull(userProfiles.disabledAt)))
  const stored =
    secretNames.length === 0
      ? []
      : await tx
          .select({ id: secrets.id, name: secrets.name })
          .from(secrets)
          .where(inArray(sql`lower(${secrets.name})`, secretNames))
  const keyed = (kind: Reference['kind'], rows: { id: string; name: string }[]) =>
    rows.map(({ id, name }) => [`${kind} ${name.toLowerCase()}`, id] as const)
  return new Map([...keyed('email-template', templates), ...keyed('person', people), ...keyed('secret', stored)])
}

/** The definition with another id in this place, or none. */
function setReference(definition: Definition, { kind, nodeId, field }: Reference, id: string | undefined): Definition {
  const value = id === undefined ? undefined : kind === 'person' ? `user:${id}` : id
  const nodes = definition.nodes.map((node) =>
    node.id === nodeId ? { ...node, config: setIn(node.config, field, value) as typeof node.config } : node,
  )
  return { ...definition, nodes }
}

function setIn(at: Json, [key, ...rest]: (string | number)[], value: string | undefined): Json {
  if (key === undefined || typeof at !== 'object' || at === null) return at
  if (Array.isArray(at)) {
    const inner = rest.length === 0 ? value : setIn(at[Number(key)] ?? null, rest, value)
    return inner === undefined ? at.toSpliced(Number(key), 1) : at.with(Number(key), inner)
  }
  const { [key]: old, ...others } = at
  const inner = rest.length === 0 ? value : setIn(old ?? null, rest, value)
  return inner === undefined ? others : { ...others, [key]: inner }
}
