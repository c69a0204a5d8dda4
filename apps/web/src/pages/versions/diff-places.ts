import { NODE_HEIGHT, NODE_WIDTH } from '../../canvas/node-size.ts'
import type { StepDiff } from '../../features/sentences/definition-diff.ts'

const GAP = 40

type Place = { x: number; y: number }

/** Where each step stands: as it is now; what is gone stands where it was, moved aside until it covers nothing. */
export function placesOf(lines: readonly StepDiff[]): Map<string, Place> {
  const places = new Map<string, Place>()
  for (const { mark, node } of lines) if (mark !== 'removed') places.set(node.id, node.position)
  for (const { mark, node } of lines) {
    if (mark !== 'removed') continue
    let { x, y } = node.position
    while ([...places.values()].some((taken) => overlaps(taken, { x, y }))) x += NODE_WIDTH + GAP
    places.set(node.id, { x, y })
  }
  return places
}

function overlaps(one: Place, other: Place): boolean {
  return Math.abs(one.x - other.x) < NODE_WIDTH + GAP / 2 && Math.abs(one.y - other.y) < NODE_HEIGHT + GAP / 2
}
