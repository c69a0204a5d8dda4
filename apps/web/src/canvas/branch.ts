import { NODE_WIDTH } from './node-size.ts'

/** Where along the lower side of a node a branch leaves it, in canvas units from its left. */
export function branchOffset(branches: readonly string[], branch: string): number {
  const index = Math.max(0, branches.indexOf(branch))
  return (NODE_WIDTH * (index + 1)) / (branches.length + 1)
}

/** `yes` → `Yes` */
export function branchLabel(branch: string): string {
  return branch.charAt(0).toUpperCase() + branch.slice(1)
}
