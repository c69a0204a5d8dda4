import { z } from 'zod'
import type { CatalogEntry, FieldMeta, JsonSchema, NodeTypeRules } from './node-type.ts'

/** A place inside a config schema: the alternatives that may describe what stands there. */
export interface SchemaPlace {
  root: JsonSchema
  /** Every alternative of a union; empty where the schema says nothing. */
  variants: JsonSchema[]
  /** Whether a text here may hold `{{…}}`: said by the nearest field around it that says anything. */
  template: boolean
}

/** Node types' JSON Schemas by their zod schema, so that a check does not write the same one over and over. */
const jsonSchemas = new WeakMap<z.ZodType, JsonSchema>()

/** The catalog's node types as rules: the same checks in the browser, from data alone. */
export function rulesFromCatalog(catalog: readonly CatalogEntry[]): NodeTypeRules[] {
  return catalog.map((entry) => {
    // A registry of its own: the metas stay in the JSON Schema, and the global one would grow with every catalog.
    const config = z.fromJSONSchema(entry.configSchema, { registry: z.registry() })
    jsonSchemas.set(config, entry.configSchema)
    const { type, kind, title, branches, branchesFrom } = entry
    return { type, kind, title, branches, ...(branchesFrom === undefined ? {} : { branchesFrom }), config }
  })
}

/** A node type's config schema as JSON Schema, with the fields' labels and widgets. */
export function configSchemaOf(rules: NodeTypeRules): JsonSchema {
  const known = jsonSchemas.get(rules.config)
  if (known) return known
  const schema = z.toJSONSchema(rules.config, { io: 'input', unrepresentable: 'any' })
  jsonSchemas.set(rules.config, schema)
  return schema
}

/** The place of a whole schema; `root` is where its references point to. */
export function rootPlace(schema: JsonSchema, root: JsonSchema = schema): SchemaPlace {
  return placeOf(root, [schema], false)
}

/** The place one step further in: a property's name or an item's index. `parent` is the value that holds it. */
export function placeAt(place: SchemaPlace, key: string | number, parent: unknown): SchemaPlace {
  const children = fitting(place.variants, parent).flatMap((variant) => childrenOf(variant, key))
  return placeOf(place.root, children, place.template)
}

/** A keyword's value at a place (`title`, `widget` …), from the first alternative that has it. */
export function keywordAt(place: SchemaPlace, keyword: keyof FieldMeta | 'type' | 'format'): unknown {
  return place.variants.find((variant) => variant[keyword] !== undefined)?.[keyword]
}

/** The label of a constant or variant at a place: by the field's `labels`, else as it is written. */
export function valueLabel(place: SchemaPlace, value: unknown): string {
  for (const variant of place.variants) {
    const label = isSchema(variant.labels) ? variant.labels[String(value)] : undefined
    if (typeof label === 'string') return label
  }
  return String(value)
}

/** True where nothing but text may stand. */
export function takesTextOnly(place: SchemaPlace): boolean {
  const types = place.variants.map((variant) => variant.type).filter((type) => type !== undefined)
  return types.length > 0 && types.every((type) => type === 'string')
}

function placeOf(root: JsonSchema, schemas: JsonSchema[], inherited: boolean): SchemaPlace {
  const variants = schemas.flatMap((schema) => alternatives(schema, root, 0))
  const said = variants.find((variant) => typeof variant.template === 'boolean')?.template
  return { root, variants, template: typeof said === 'boolean' ? said : inherited }
}

/** A schema itself and, where it is a union, reference or intersection, all that it stands for; keywords of the field come first. */
function alternatives(schema: JsonSchema, root: JsonSchema, depth: number): JsonSchema[] {
  // A schema that refers to nothing but itself would never end.
  if (depth > 16) return []
  const inner = [...schemasIn(schema.anyOf), ...schemasIn(schema.oneOf), ...schemasIn(schema.allOf)]
  const referred = typeof schema.$ref === 'string' ? refer(schema.$ref, root) : undefined
  if (referred) inner.push(referred)
  return [schema, ...inner.flatMap((one) => alternatives(one, root, depth + 1))]
}

function refer(reference: string, root: JsonSchema): JsonSchema | undefined {
  if (reference === '#') return root
  const name = /^#\/(?:\$defs|definitions)\/(.+)$/.exec(reference)?.[1]?.replaceAll('~1', '/').replaceAll('~0', '~')
  const definitions = root.$defs ?? root.definitions
  const found = name !== undefined && isSchema(definitions) ? definitions[name] : undefined
  return isSchema(found) ? found : undefined
}

/** The alternatives whose constants (`kind: "duration"`) agree with the value; all of them when none does. */
function fitting(variants: JsonSchema[], value: unknown): JsonSchema[] {
  if (typeof value !== 'object' || value === null) return variants
  const agreeing = variants.filter((variant) => isSchema(variant.properties) && agrees(variant, value))
  return agreeing.length ? agreeing : variants
}

function agrees(variant: JsonSchema, value: object): boolean {
  const properties = variant.properties
  if (!isSchema(properties)) return true
  return Object.entries(properties).every(([key, property]) => {
    if (!isSchema(property) || property.const === undefined) return true
    return Object.hasOwn(value, key) && (value as Record<string, unknown>)[key] === property.const
  })
}

function childrenOf(schema: JsonSchema, key: string | number): JsonSchema[] {
  if (typeof key === 'number') {
    const fixed = schemasIn(schema.prefixItems)[key]
    return fixed ? [fixed] : isSchema(schema.items) ? [schema.items] : []
  }
  const properties = schema.properties
  const property = isSchema(properties) && Object.hasOwn(properties, key) ? properties[key] : undefined
  if (isSchema(property)) return [property]
  return isSchema(schema.additionalProperties) ? [schema.additionalProperties] : []
}

function schemasIn(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value.filter(isSchema) : []
}

export function isSchema(value: unknown): value is JsonSchema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
