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
  | 'field-value'
  | 'manual-inputs'
  | 'webhook-auth'
  /** Clauses in groups: what `RulesSchema` takes. */
  | 'rules'
  /** A path of data as it stands between braces, without them. */
  | 'data-path'
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
  description?: string
  widget?: Widget
  placeholder?: string
  template?: boolean
  advanced?: boolean
  /** For unions and enums: a label for each constant or variant. */
  labels?: Record<string, string>
}

/** What the graph rules need to know of a node type; both the registry and the catalog give it. */
export interface NodeTypeRules {
  type: string
  kind: 'trigger' | 'action'
  title: string
  /** The branches that an edge may leave by, in the order drawn. Empty: nothing may follow. */
  branches: string[]
  config: z.ZodType
}

/** A JSON Schema (draft 2020-12) as zod writes it, with the field metas above as extra keywords. */
export type JsonSchema = { [keyword: string]: unknown }

/** A node type as the editor may know it: data only, no code. Served at `/api/catalog`. */
export interface CatalogEntry {
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
  branches: string[]
  /** The config that a node of this type begins with when it is put on the canvas. */
  initialConfig: Record<string, unknown>
  configSchema: JsonSchema
  outputSchema: JsonSchema
}
