import { HUB_TABLES, type HubTableName } from '@hubflow/core'

/** How many relations deep a subject is read: `subject.policy.client.first_name` of a commission. */
const RELATION_DEPTH = 2

/** SQL for one row, known as `alias`, as JSON with its relations by name. Names come from the compiled list alone. */
export function relatedRecordSql(table: HubTableName, alias = 't', depth = RELATION_DEPTH): string {
  const relations = HUB_TABLES[table].columns.flatMap((column) => {
    if (column.type !== 'record' || depth === 0) return []
    const inner = `${alias}${column.relation}`
    return [
      `'${column.relation}', (select ${relatedRecordSql(column.table, inner, depth - 1)} from hub.${column.table} ${inner} where ${inner}.id = ${alias}.${column.name})`,
    ]
  })
  return relations.length === 0
    ? `to_jsonb(${alias})`
    : `to_jsonb(${alias}) || jsonb_build_object(${relations.join(', ')})`
}
