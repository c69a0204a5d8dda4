import {
  type Definition,
  type EventTypeInfo,
  HUB_TABLES,
  type HubColumn,
  type HubTableName,
  type RuleOperator,
  type VariableGroup,
} from '@hubflow/core'

/** What a comparison can look at, and what is known of it. */
export interface RuleSource {
  path: string
  label: string
  group: string
  kind: SourceKind
  /** Of a choice: what it can be. */
  options: readonly { value: string; label: string }[]
}

type SourceKind = 'text' | 'number' | 'date' | 'yes-no' | 'choice' | 'list' | 'anything'

const KINDS: Readonly<Record<string, SourceKind>> = {
  text: 'text',
  email: 'text',
  id: 'text',
  number: 'number',
  money: 'number',
  date: 'date',
  datetime: 'date',
  boolean: 'yes-no',
  list: 'list',
  json: 'anything',
}

const CHANGES: readonly RuleOperator[] = ['changed_to', 'changed_from']
const EMPTINESS: readonly RuleOperator[] = ['is_empty', 'is_not_empty']
const NUMBERS: readonly RuleOperator[] = ['greater', 'at_least', 'less', 'at_most']
const OPERATORS: Readonly<Record<SourceKind, readonly RuleOperator[]>> = {
  text: ['equals', 'not_equals', 'contains', 'starts_with', 'in', ...EMPTINESS],
  number: ['equals', 'not_equals', ...NUMBERS, ...EMPTINESS],
  date: ['equals', 'before', 'after', ...EMPTINESS],
  'yes-no': ['equals', ...EMPTINESS],
  choice: ['equals', 'not_equals', 'in', ...CHANGES, ...EMPTINESS],
  list: ['contains', ...EMPTINESS],
  anything: ['equals', 'not_equals', 'contains', 'starts_with', 'in', ...NUMBERS, 'before', 'after', ...EMPTINESS],
}

/** The comparisons that make sense of a kind of data, the usual ones first. */
export function operatorsOf({ kind }: RuleSource): readonly RuleOperator[] {
  return OPERATORS[kind]
}

/** The data that a step can compare. Ids say nothing to people and are left out. */
export function ruleSources(
  groups: readonly VariableGroup[],
  definition: Definition,
  eventTypes: readonly EventTypeInfo[],
): RuleSource[] {
  const trigger = definition.nodes.find(({ type }) => type === 'event')
  const table = eventTypes.find(({ name }) => name === trigger?.config.eventType)?.subjectTable
  return groups.flatMap(({ label: group, items }) =>
    items
      .filter(({ type }) => type !== 'id')
      .map(({ path, label, type }): RuleSource => {
        const column = isTable(table) ? columnAt(path.split('.'), table) : undefined
        if (column?.type === 'choice') return { path, label, group, kind: 'choice', options: column.options }
        return { path, label, group, kind: KINDS[type] ?? 'anything', options: [] }
      }),
  )
}

/** What is not in the list, such as a field inside of what another system sends, may be anything. */
export function sourceAt(path: string, sources: readonly RuleSource[]): RuleSource {
  const known = sources.find((source) => source.path === path)
  if (known) return known
  const outer = outerOf(path, sources)
  const label = outer ? `${outer.label} → ${path.slice(outer.path.length + 1)}` : path
  return { path, label, group: outer?.group ?? 'Other', kind: 'anything', options: [] }
}

/** The data of free form that a path leads into. */
export function outerOf(path: string, sources: readonly RuleSource[]): RuleSource | undefined {
  return sources.find((source) => source.kind === 'anything' && path.startsWith(`${source.path}.`))
}

/** The column of the hub that a path ends at; an event's `to_phase` is one of the phases of its record. */
function columnAt(path: readonly string[], table: HubTableName): HubColumn | undefined {
  const [root, ...keys] = path
  if (root === 'trigger' && keys[0] === 'data' && keys.length === 2) {
    const key = (keys[1] ?? '').replace(/^(from|to)_/, '')
    return HUB_TABLES[table].columns.find(({ name }) => name === key)
  }
  return root === 'subject' ? columnIn(keys, table) : undefined
}

function columnIn([key, ...rest]: readonly string[], table: HubTableName): HubColumn | undefined {
  const { columns } = HUB_TABLES[table]
  if (rest.length === 0) return columns.find(({ name }) => name === key)
  const relation = columns.find((column) => column.type === 'record' && column.relation === key)
  return relation?.type === 'record' ? columnIn(rest, relation.table) : undefined
}

function isTable(name: string | null | undefined): name is HubTableName {
  return typeof name === 'string' && Object.hasOwn(HUB_TABLES, name)
}
