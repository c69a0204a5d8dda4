import type { CatalogEntry, Definition, WorkflowNode } from '@hubflow/core'
import { inOrder } from '../../editor/in-order.ts'
import { isSameJson } from '../../editor/same-json.ts'
import { configField, type Field } from '../../editor/schema-field.ts'
import { humanKey } from '../../format/words.ts'

export type Mark = 'added' | 'removed' | 'changed' | 'moved' | 'same'

/** One step of two definitions that are compared. */
export interface StepDiff {
  mark: Mark
  /** As it is afterwards; a removed step as it was. */
  node: WorkflowNode
  /** As it was, where it was there. */
  before: WorkflowNode | undefined
  /** What differs in it, one sentence each. */
  details: string[]
}

/** Every step of both, in the order of the newer one; what was removed stands where it stood. */
export function diffDefinitions(
  before: Definition,
  after: Definition,
  entries: ReadonlyMap<string, CatalogEntry>,
): StepDiff[] {
  const old = new Map(before.nodes.map((node) => [node.id, node]))
  const isCommon = new Set(after.nodes.filter(({ id }) => old.has(id)).map(({ id }) => id))
  const cameFrom = waysTo(before, isCommon)
  const comesFrom = waysTo(after, isCommon)
  const lines = inOrder(after, entries).map((node): StepDiff => {
    const was = old.get(node.id)
    if (!was) return { mark: 'added', node, before: undefined, details: [] }
    const details = detailsOf(was, node, entries.get(node.type))
    const isMoved = !sameSet(cameFrom.get(node.id), comesFrom.get(node.id))
    return { mark: details.length > 0 ? 'changed' : isMoved ? 'moved' : 'same', node, before: was, details }
  })
  let place = 0
  for (const node of inOrder(before, entries)) {
    const found = lines.findIndex((line) => line.node.id === node.id)
    if (found >= 0) place = found + 1
    else lines.splice(place++, 0, { mark: 'removed', node, before: node, details: [] })
  }
  return lines
}

/** What differs beside the steps: time zone, time limit, business hours. */
export function diffSettings(before: Definition, after: Definition): string[] {
  const keys = ['timeZone', 'runTimeoutMinutes', 'businessHours'] as const
  return keys
    .filter((key) => !isSameJson(before.settings?.[key], after.settings?.[key]))
    .map((key) =>
      valueChange(
        SETTING_WORDS[key],
        key === 'businessHours' ? undefined : before.settings?.[key],
        key === 'businessHours' ? undefined : after.settings?.[key],
      ),
    )
}

const SETTING_WORDS = {
  timeZone: 'Time zone',
  runTimeoutMinutes: 'Time limit in minutes',
  businessHours: 'Business hours',
}

/** For each step the ways that lead to it from steps that both have: what is new or gone between does not count. */
function waysTo({ edges }: Definition, isCommon: ReadonlySet<string>): Map<string, Set<string>> {
  const incoming = Map.groupBy(edges, ({ target }) => target)
  const ways = new Map<string, Set<string>>()
  for (const id of isCommon) {
    const found = new Set<string>()
    const seen = new Set<string>()
    const look = (at: string): void => {
      for (const { source, branch } of incoming.get(at) ?? []) {
        if (isCommon.has(source)) found.add(`${source} ${branch}`)
        else if (!seen.has(source)) {
          seen.add(source)
          look(source)
        }
      }
    }
    look(id)
    ways.set(id, found)
  }
  return ways
}

function sameSet(one: Set<string> | undefined, other: Set<string> | undefined): boolean {
  return one !== undefined && other !== undefined && one.size === other.size && [...one].every((way) => other.has(way))
}

function detailsOf(before: WorkflowNode, after: WorkflowNode, entry: CatalogEntry | undefined): string[] {
  if (before.type !== after.type) return ['It is another kind of step.']
  const fields = entry ? fieldsOf(configField(entry.configSchema)) : new Map<string, string>()
  const keys = new Set([...Object.keys(before.config), ...Object.keys(after.config)])
  const settings = [...keys]
    .filter((key) => !isSameJson(before.config[key], after.config[key]))
    .map((key) => valueChange(fields.get(key) ?? humanKey(key), before.config[key], after.config[key]))
  return [
    ...(before.name === after.name ? [] : [valueChange('Name', before.name, after.name)]),
    ...settings,
    ...(before.disabled === after.disabled ? [] : [after.disabled ? 'It is switched off.' : 'It is switched on.']),
    ...((before.onError ?? 'stop') === (after.onError ?? 'stop')
      ? []
      : [after.onError === 'continue' ? 'If it fails, the run goes on.' : 'If it fails, the run stops.']),
    ...((before.note ?? '') === (after.note ?? '') ? [] : ['Its note is another one.']),
  ]
}

/** The titles of a config's fields by their keys, whatever variant they are of. */
function fieldsOf({ shape }: Field): Map<string, string> {
  if (shape.kind === 'object') return titles(shape.fields)
  if (shape.kind === 'union') return titles(shape.variants.flatMap(({ fields }) => fields))
  return new Map()
}

function titles(fields: readonly Field[]): Map<string, string> {
  return new Map(fields.map(({ key, title }) => [key, title]))
}

const LONGEST = 60

/** Short values are said; of longer ones, only that they differ. */
function valueChange(label: string, before: unknown, after: unknown): string {
  const isShort = [before, after].every(
    (value) => value === undefined || typeof value === 'number' || (typeof value === 'string' && isReadable(value)),
  )
  if (!isShort || (before === undefined && after === undefined)) return `${label}: changed.`
  if (before === undefined || before === '') return `${label}: “${after}”.`
  return after === undefined || after === '' ? `${label}: no more “${before}”.` : `${label}: “${before}” → “${after}”.`
}

/** Not ids, not raw HTML, and no braces: what is inserted, the sentence says. */
function isReadable(text: string): boolean {
  return text.length <= LONGEST && !/<|\{\{/.test(text) && !/^[0-9a-f-]{36}$/.test(text)
}
