import { type CatalogEntry, type Definition, reachableFrom } from '@hubflow/core'
import { NODE_HEIGHT, NODE_WIDTH, ROW } from '../../canvas/node-size.ts'
import { type BranchesOf, moveNodes, type OpenEnd, removeNodes } from '../document.ts'
import { addAt, type Place } from '../place.ts'
import { isMovable, outlineOf, type Slot } from './outline-rows.ts'

export type Direction = 'up' | 'down'
type Entries = ReadonlyMap<string, CatalogEntry>

/**
 * Takes a step to the next place above or below in the outline: past a step, into a way of a branching step, from one way
 * into the next, and out again. A branching step stays with its ways, and the step beside it moves past it instead.
 */
export function moveStep(
  definition: Definition,
  id: string,
  direction: Direction,
  branchesOf: BranchesOf,
  entries: Entries,
): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  const entry = entries.get(node?.type ?? '')
  if (!node || !entry || entry.kind === 'trigger') return definition
  if (!isMovable(node, branchesOf)) {
    const beside = stepBeside(definition, id, direction, branchesOf)
    return beside === undefined
      ? definition
      : moveStep(definition, beside, direction === 'up' ? 'down' : 'up', branchesOf, entries)
  }
  const left = closeGap(definition, removeNodes(definition, [id], branchesOf), id)
  const to = slotBeside(outlineOf(left, branchesOf).slots, endsTo(definition, id), direction)
  if (!to) return definition
  const put = addAt(left, placeOf(left, to), { id, entry }, branchesOf)
  const isAlsoTaken = (end: OpenEnd) => to.ends.some((other) => isSameEnd(other, end))
  return {
    ...put,
    nodes: put.nodes.map((other) => (other.id === id ? { ...node, position: other.position } : other)),
    // A place behind several ways: what they led to comes after the step now.
    edges: put.edges.map((edge) => (edge.source !== id && isAlsoTaken(edge) ? { ...edge, target: id } : edge)),
  }
}

/** The step that a branching one changes places with: the one before it, or the first of its first way. */
function stepBeside(
  definition: Definition,
  id: string,
  direction: Direction,
  branchesOf: BranchesOf,
): string | undefined {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  const before = endsTo(definition, id)
  const first = node && branchesOf(node)[0]
  const beside =
    direction === 'down'
      ? definition.edges.find((edge) => edge.source === id && edge.branch === first)?.target
      : before.length === 1
        ? before[0]?.source
        : undefined
  const other = definition.nodes.find((candidate) => candidate.id === beside)
  const canMove = other && isMovable(other, branchesOf) && endsTo(definition, other.id).length === 1
  return canMove ? other.id : undefined
}

function slotBeside(slots: readonly Slot[], ends: readonly OpenEnd[], direction: Direction): Slot | undefined {
  if (ends.length === 0) return direction === 'up' ? slots.at(-1) : undefined
  const here = slots.findIndex((slot) => isSameSet(slot.ends, ends))
  if (here >= 0) return slots[direction === 'up' ? here - 1 : here + 1]
  // It stood last behind several ways, and without it they lead nowhere: its place is behind the last of them.
  const last = slots.findLastIndex(
    ({ ends: [end, ...more] }) => more.length === 0 && ends.some((other) => end && isSameEnd(end, other)),
  )
  return slots[direction === 'up' ? last : last + 1]
}

function placeOf(definition: Definition, { ends, target }: Slot): Place {
  const end = ends[0] ?? { source: '', branch: '' }
  const edge = definition.edges.find((candidate) => isSameEnd(candidate, end))
  return target !== undefined && edge ? { kind: 'edge', edgeId: edge.id } : { kind: 'end', end }
}

/** What stood below the step that was taken out moves up, where nothing is in the way. */
export function closeGap(before: Definition, after: Definition, id: string): Definition {
  const gone = before.nodes.find((node) => node.id === id)
  const next = before.edges.find((edge) => edge.source === id)?.target
  const first = after.nodes.find((node) => node.id === next)
  if (!gone || !first || endsTo(before, first.id).length !== 1 || first.position.y - gone.position.y < ROW) return after
  const below = new Set([first.id, ...reachableFrom(after, first.id)])
  const positions = new Map(
    after.nodes
      .filter((node) => below.has(node.id))
      .map(({ id: moved, position: { x, y } }) => [moved, { x, y: y - ROW }]),
  )
  const isInTheWay = after.nodes.some(
    (node) =>
      !below.has(node.id) &&
      [...positions.values()].some(
        ({ x, y }) => Math.abs(x - node.position.x) < NODE_WIDTH && Math.abs(y - node.position.y) < NODE_HEIGHT,
      ),
  )
  return isInTheWay ? after : moveNodes(after, positions)
}

function endsTo({ edges }: Definition, id: string): OpenEnd[] {
  return edges.filter((edge) => edge.target === id).map(({ source, branch }) => ({ source, branch }))
}

function isSameEnd(one: OpenEnd, other: OpenEnd): boolean {
  return one.source === other.source && one.branch === other.branch
}

function isSameSet(one: readonly OpenEnd[], others: readonly OpenEnd[]): boolean {
  return one.length === others.length && one.every((end) => others.some((other) => isSameEnd(end, other)))
}
