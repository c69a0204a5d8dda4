import { branchesOf, type CatalogEntry, type WorkflowNode } from '@hubflow/core'
import { NODE_WIDTH } from './node-size.ts'

/** The ways that leave a node; of a type that this hub does not know, one. */
export function nodeBranches(entry: CatalogEntry | undefined, config: WorkflowNode['config']): readonly string[] {
  return entry ? branchesOf(entry, config) : ['next']
}

/** Where along the lower side of a node a branch leaves it, in canvas units from its left. */
export function branchOffset(branches: readonly string[], branch: string): number {
  const index = Math.max(0, branches.indexOf(branch))
  return (NODE_WIDTH * (index + 1)) / (branches.length + 1)
}

/** `yes` → `Yes` */
export function branchLabel(branch: string): string {
  return branch.charAt(0).toUpperCase() + branch.slice(1)
}

/** How wide the words beside a way may be before they run into the next. */
export function branchLabelWidth(branches: readonly string[]): number {
  return NODE_WIDTH / (branches.length + 1) - 14
}
