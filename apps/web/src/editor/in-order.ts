import type { CatalogEntry, Definition, WorkflowNode } from '@hubflow/core'
import { nodeBranches } from '../canvas/branch.ts'
import { outlineOf } from './outline/outline-rows.ts'

/** The steps as the outline numbers them: way after way, and behind them what they lead to; what no run comes to stands last. */
export function inOrder(definition: Definition, entries: ReadonlyMap<string, CatalogEntry>): WorkflowNode[] {
  const { rows } = outlineOf(definition, ({ type, config }) => nodeBranches(entries.get(type), config))
  return rows.flatMap((row) => (row.kind === 'step' ? [row.node] : []))
}
