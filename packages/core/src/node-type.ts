import type { z } from 'zod'

/** What a step changes outside its own record: nothing, this database (committed with the step), or another system. */
export type EffectKind = 'none' | 'local' | 'remote'

/** How the inspector shows a field; without one it follows from the JSON Schema type. */
export type Widget =
  | 'text'
  | 'multiline'
  | 'html'
  /** An address; what is inserted after its beginning is URL-encoded. */
  | 'url'
  /** `name=value` lines; what is inserted is URL-encoded. */
  | 'form'
  | 'number'
  | 'switch'
  | 'select'
  | 'recipients'
  | 'email-template'
  | 'event-type'
  | 'headers'
  | 'json'
  | 'duration'
  | 'table'
  | 'table-field'
  | 'record-id'
  /** The id of an action of the same workflow. */
  | 'step'
  | 'field-value'
  | 'manual-inputs'
  | 'webhook-auth'
  /** The id of a stored secret, chosen by its name. */
  | 'secret'
  /** Clauses in groups: what `RulesSchema` takes. */
  | 'rules'
  /** A path of data as it stands between braces, without them. */
  | 'data-path'
  /** Such a path, or the bare name of a column of the subject. */
  | 'subject-field'
  | 'schedule'
  | 'weekdays'
  | 'time'
  | 'time-zone'
  /** Ways to go and how many of a hundred go each. */
  | 'shares'

/**
 * What a field's `.meta()` carries besides zod's own `title` (the label) and `description` (the help).
 * `template: true` lets the field hold `{{…}}`; `placeholder` is shown while it is empty; `advanced` folds it away.
 */
export interface FieldMeta {
  title: string
  /** A line that always stands below the label. */
  description?: string
  /** What it is and when to change it, for somebody who sees it for the first time; shown when asked for. */
  help?: string
  widget?: Widget
  placeholder?: string
  template?: boolean
  advanced?: boolean
  /** For unions and enums: a label for each constant or variant. */
  labels?: Record<string, string>
}

/** The branches that an edge may leave by. What a given node has is `branchesOf`. */
export interface BranchRules {
  /** In the order drawn. Empty: nothing may follow. Where `branchesFrom` is given: those of a new node. */
  branches: string[]
  /** The branches are the config's own: the name of the list whose entries name one each, as their `branch`. */
  branchesFrom?: string
}

/** The branches that a node of a type has with its config, in the order drawn. Never throws, whatever the config holds. */
export function branchesOf({ branches, branchesFrom }: BranchRules, config: { [field: string]: unknown }): string[] {
  if (branchesFrom === undefined) return branches
  const list = Object.hasOwn(config, branchesFrom) ? config[branchesFrom] : []
  const names = (Array.isArray(list) ? list : []).map((item: unknown) =>
    typeof item === 'object' && item !== null && 'branch' in item ? item.branch : undefined,
  )
  return [...new Set(names.filter((name) => typeof name === 'string' && name !== ''))] as string[]
}

/**
 * The branch that a run takes when the step fails and is to be passed over: `next`, or where a node chooses between ways
 * the last of them (the `no` of a condition, the last way of a split).
 */
export function branchOnError(rules: BranchRules, config: { [field: string]: unknown }): string {
  return branchesOf(rules, config).at(-1) ?? 'next'
}

/** What the graph rules need to know of a node type; both the registry and the catalog give it. */
export interface NodeTypeRules extends BranchRules {
  type: string
  kind: 'trigger' | 'action'
  title: string
  config: z.ZodType
}

/** A JSON Schema (draft 2020-12) as zod writes it, with the field metas above as extra keywords. */
export type JsonSchema = { [keyword: string]: unknown }

/** A node type as the editor may know it: data only, no code. Served at `/api/catalog`. */
export interface CatalogEntry extends BranchRules {
  type: string
  kind: 'trigger' | 'action'
  title: string
  summary: string
  /** The heading that the palette lists it under. */
  group: string
  /** The name of a Tabler icon, such as `mail`. */
  icon: string
  /**
   * `Email {{templateId}} to {{to}}`: names of config fields in braces; rendered for people by `sentenceOf`. A part in
   * square brackets is left out when a field in it is absent: `Wait[ {{amount}} {{unit}}][ until {{at}}]`.
   */
  sentence: string
  effect: EffectKind
  /** The config that a node of this type begins with when it is put on the canvas. */
  initialConfig: Record<string, unknown>
  configSchema: JsonSchema
  outputSchema: JsonSchema
}
