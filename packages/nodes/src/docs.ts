import { writeFile } from 'node:fs/promises'
import type { CatalogEntry, EffectKind, JsonSchema } from '@hubflow/core'
import { catalog, nodeTypes } from './catalog.ts'

/** Where the reference stands in the repository. */
export const NODES_DOC = new URL('../../../docs/nodes.md', import.meta.url)

const EFFECTS: Record<EffectKind, string> = {
  none: 'Changes nothing.',
  local: 'Its effect is committed together with the record of the step: exactly once.',
  remote: 'Reaches another system: at least once, with the same `Idempotency-Key` over all attempts.',
}

/** The reference of all node types as Markdown. */
export function nodesDoc(): string {
  const entries = catalog()
  return [
    '# Node types',
    'Written by `npx -y pnpm@12 --filter @hubflow/nodes docs` from the node types themselves; change it there. A field marked ✎ may hold `{{…}}`.',
    contents(entries),
    ...entries.flatMap(section),
    '',
  ].join('\n\n')
}

function contents(entries: CatalogEntry[]): string {
  return entries.map((entry) => `- [${entry.title}](#${entry.type}): ${entry.summary}`).join('\n')
}

function section(entry: CatalogEntry): string[] {
  const example = JSON.stringify(nodeTypes.get(entry.type)?.example, null, 2)
  return [
    `## \`${entry.type}\``,
    `**${entry.title}** (${entry.kind}, under *${entry.group}*). ${entry.summary}${entry.kind === 'action' ? ` ${EFFECTS[entry.effect]}` : ''}`,
    ...configTables(entry.configSchema),
    `\`\`\`json\n${example}\n\`\`\``,
    `It gives, as \`${entry.kind === 'trigger' ? 'trigger' : 'steps.<id>'}\`:`,
    table(
      ['data', 'what it is'],
      rowsOf(entry.outputSchema).map(({ name, title, help }) => [name, sentence(title, help)]),
    ),
    ...branchesLine(entry),
  ]
}

function branchesLine({ kind, branches, branchesFrom }: CatalogEntry): string[] {
  if (kind === 'trigger') return []
  const passedOver = (way: string) => `With \`onError: continue\`, a step that fails goes the way ${way}.`
  if (branchesFrom !== undefined)
    return [`Branches: the \`branch\` of each of \`${branchesFrom}\`. ${passedOver('of the last of them')}`]
  if (branches.join() === 'next') return []
  return [`Branches: ${branches.map(code).join(', ')}. ${passedOver(code(branches.at(-1) ?? 'next'))}`]
}

function configTables(schema: JsonSchema): string[] {
  const variants = schemasIn(schema.oneOf)
  if (variants.length > 0)
    return variants.flatMap((variant) => [`*${labelOf(schema, constantOf(variant))}*`, ...configTables(variant)])
  const rows = rowsOf(schema)
  return rows.length > 0 ? [table(['field', 'takes', 'what it is'], rows.map(fieldRow))] : []
}

interface Row {
  name: string
  title: string
  help: string
  takes: string
}

function fieldRow({ name, title, help, takes }: Row): string[] {
  return [name, takes, sentence(title, help)]
}

function rowsOf(schema: JsonSchema, prefix = ''): Row[] {
  const required = Array.isArray(schema.required) ? schema.required : []
  return Object.entries((schema.properties ?? {}) as Record<string, JsonSchema>).flatMap(([name, property]) => {
    const row = {
      name: code(prefix + name),
      title: String(property.title ?? ''),
      help: String(property.description ?? ''),
      takes: `${takes(property)}${property.template ? ' ✎' : ''}${necessity(property, required.includes(name))}`,
    }
    return [row, ...innerRows(property, prefix + name)]
  })
}

function innerRows(property: JsonSchema, name: string): Row[] {
  const items = (property.items ?? {}) as JsonSchema
  const explained = items.description ? rowsOf({ properties: { '[]': items }, required: ['[]'] }, name) : []
  return [
    ...explained,
    ...rowsOf(items, `${name}[].`),
    // Of a list that nests in itself, the plain entries; its groups are described once, as the list's own owner.
    ...schemasIn(items.anyOf)
      .slice(0, 1)
      .flatMap((entry) => rowsOf(entry, `${name}[].`)),
    ...rowsOf(property, `${name}.`),
    ...schemasIn(property.oneOf).flatMap((variant) =>
      rowsOf(variant, `${name}.`)
        .filter((row) => row.name !== code(`${name}.kind`))
        .map((row) => ({ ...row, help: `${row.help} Where \`kind\` is \`${constantOf(variant)}\`.`.trim() })),
    ),
  ]
}

function takes(property: JsonSchema): string {
  if (property.const !== undefined) return code(String(property.const))
  if (Array.isArray(property.enum)) return choices(property.enum)
  const variants = schemasIn(property.oneOf)
  if (variants.length > 0) return variants.map((variant) => code(`kind: ${constantOf(variant)}`)).join(' · ')
  const alternatives = schemasIn(property.anyOf)
  if (alternatives.length > 0) return alternatives.map(takes).join(' or ')
  if (property.type === 'array') return `list of ${takes((property.items ?? {}) as JsonSchema)}`
  return NAMES[String(property.type)] ?? 'anything'
}

/** A month's days need no list of them all. */
function choices(values: unknown[]): string {
  const numbers = values.filter((value) => typeof value === 'number')
  const others = values.filter((value) => typeof value !== 'number').map((value) => code(String(value)))
  const isRange = numbers.length > 2 && numbers.every((number, index) => number === (numbers[0] ?? 0) + index)
  const range = isRange
    ? [`${code(String(numbers[0]))}–${code(String(numbers.at(-1)))}`]
    : numbers.map(String).map(code)
  return [...range, ...others].join(' ')
}

const NAMES: Record<string, string> = {
  string: 'text',
  integer: 'whole number',
  number: 'number',
  boolean: 'true or false',
  object: 'object',
}

function necessity(property: JsonSchema, isRequired: boolean): string {
  if (isRequired) return ''
  return property.default === undefined ? ', optional' : `, ${JSON.stringify(property.default)} if absent`
}

function labelOf(schema: JsonSchema, value: string): string {
  return String((schema.labels as Record<string, string> | undefined)?.[value] ?? value)
}

function constantOf(variant: JsonSchema): string {
  const properties = Object.values((variant.properties ?? {}) as Record<string, JsonSchema>)
  return String(properties.find((property) => property.const !== undefined)?.const)
}

function schemasIn(value: unknown): JsonSchema[] {
  return Array.isArray(value) ? value : []
}

function sentence(title: string, help: string): string {
  return help === '' ? title : `${title}. ${help}`
}

function table(head: string[], rows: string[][]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.map(escaped).join(' | ')} |`).join('\n')
}

function escaped(cell: string): string {
  return cell.replaceAll('|', '\\|')
}

function code(text: string): string {
  return `\`${text}\``
}

if (import.meta.main) await writeFile(NODES_DOC, nodesDoc())
