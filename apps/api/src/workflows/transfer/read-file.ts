import { type Definition, type Json, parseDefinition } from '@hubflow/core'
import { z } from 'zod'
import { REFERENCE_KINDS } from '../../contract/transfer.ts'
import { HttpProblem, jsonPointer } from '../../http/problem.ts'

/** What an imported file holds, as far as it can be taken. */
export interface ReadFile {
  definition: Definition
  settings: { name?: string; description?: string; category?: string; maxRunsPerDay?: number | null; priority?: number }
  /** By lower-case id, what the other hub called it. */
  names: Map<string, string>
  notTaken: string[]
}

const SETTINGS = {
  name: z.string().trim().min(1).max(120),
  description: z.string().max(2000),
  category: z.string().trim().min(1).max(60),
  maxRunsPerDay: z.number().int().min(1).max(1_000_000).nullable(),
  priority: z.number().int().min(1).max(100),
}

const LABELS: Record<keyof typeof SETTINGS, string> = {
  name: 'name',
  description: 'description',
  category: 'category',
  maxRunsPerDay: 'daily limit',
  priority: 'priority',
}

const Names = z.array(z.object({ kind: z.enum(REFERENCE_KINDS), id: z.string().max(200), name: z.string().max(400) }))

const KNOWN = new Set(['format', 'definition', 'references', ...Object.keys(SETTINGS)])

/** Reads an exported workflow, or a definition alone. A definition that cannot be read is refused, by its places. */
export function readFile(content: Json): ReadFile {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) throw notOurs()
  const isWhole = content.definition !== undefined
  if (!isWhole && content.nodes === undefined) throw notOurs()
  const definition = readDefinition(
    isWhole ? content.definition : content,
    isWhole ? ['content', 'definition'] : ['content'],
  )
  if (!isWhole) return { definition, settings: {}, names: new Map(), notTaken: [] }

  const notTaken = Object.keys(content)
    .filter((key) => !KNOWN.has(key))
    .map((key) => `“${key.slice(0, 60)}” is nothing that this hub knows. It was left out.`)
  const settings: Record<string, unknown> = {}
  for (const [key, schema] of Object.entries(SETTINGS)) {
    if (content[key] === undefined || (key === 'category' && content[key] === '')) continue
    const parsed = schema.safeParse(content[key])
    if (parsed.success) settings[key] = parsed.data
    else notTaken.push(`The ${LABELS[key as keyof typeof SETTINGS]} cannot be read. Set it here.`)
  }
  const names = Names.safeParse(content.references ?? [])
  if (!names.success)
    notTaken.push('The names of what it refers to cannot be read: templates, people and secrets must be chosen again.')
  return {
    definition,
    settings,
    names: new Map(names.data?.map(({ id, name }) => [id.toLowerCase(), name])),
    notTaken,
  }
}

function readDefinition(json: Json | undefined, place: string[]): Definition {
  const parsed = parseDefinition(json)
  if (parsed.ok) return parsed.definition
  throw new HttpProblem(422, 'This workflow cannot be read. Nothing was imported.', {
    errors: parsed.problems.map(({ path = [], message, code }) => ({
      pointer: jsonPointer([...place, ...path]),
      detail: message,
      code,
    })),
  })
}

function notOurs(): HttpProblem {
  const detail = 'This is no workflow of Hubflow. Choose a file that was exported from a workflow’s menu.'
  return new HttpProblem(422, detail, { errors: [{ pointer: '/content', detail, code: 'definition-invalid' }] })
}
