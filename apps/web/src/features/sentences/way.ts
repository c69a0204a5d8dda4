import type { Definition } from '@hubflow/core'
import { branchLabel } from '../../canvas/branch.ts'

/** By which ways a run comes to a step, where one before it has several: `Yes`, `Yes or No`; null for the plain way on. */
export function wayTo({ edges }: Definition, nodeId: string): string | null {
  const incoming = edges.filter(({ target }) => target === nodeId)
  if (incoming.length === 0 || incoming.some(({ branch }) => branch === 'next')) return null
  return [...new Set(incoming.map(({ branch }) => branchLabel(branch)))].join(' or ')
}
