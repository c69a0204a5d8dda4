import { z } from 'zod'
import { type Definition, DefinitionSchema, SCHEMA_VERSION } from './definition.ts'
import type { JsonSchema } from './node-type.ts'
import type { Problem } from './problem.ts'

export type ParsedDefinition = { ok: true; definition: Definition } | { ok: false; problems: Problem[] }

/** Reads workflow JSON of any known version as a definition of this one. Never throws; every refusal names its path. */
export function parseDefinition(json: unknown): ParsedDefinition {
  const parsed = DefinitionSchema.safeParse(json)
  if (parsed.success) return { ok: true, definition: parsed.data }
  return {
    ok: false,
    problems: parsed.error.issues.map((issue) => ({ code: 'definition-invalid', message: issue.message })),
  }
}

/** The JSON Schema (draft 2020-12) of workflow JSON, as served at `/api/schema/workflow.json`. */
export function definitionJsonSchema(): JsonSchema {
  return { ...z.toJSONSchema(DefinitionSchema), title: `Hubflow workflow, schema version ${SCHEMA_VERSION}` }
}
