import type { Definition, WorkflowNode } from '@hubflow/core'
import { branchOffset } from '../canvas/branch.ts'
import { NODE_HEIGHT, NODE_WIDTH, WAY_BENDS_AT } from '../canvas/node-size.ts'
import {
  appendNode,
  type BranchesOf,
  insertNode,
  lastOpenEnd,
  type NewNode,
  type OpenEnd,
  openEnds,
  type Point,
} from './document.ts'

/** Where a new step goes: between two nodes, behind an open end, or nowhere in particular. */
export type Place = { kind: 'edge'; edgeId: string } | { kind: 'end'; end: OpenEnd } | { kind: 'free'; at?: Point }

/** How near, in canvas units, something must be dropped to count as dropped there. */
const EDGE_REACH = 60
const END_REACH = 110
/** Nearer than for something new: a step that is only put elsewhere must not be taken out of its place. */
const MOVE_REACH = 28

export function addAt(definition: Definition, place: Place, node: NewNode, branchesOf: BranchesOf): Definition {
  if (place.kind === 'edge') return insertNode(definition, place.edgeId, node)
  const end = place.kind === 'end' ? place.end : lastOpenEnd(definition, branchesOf)
  return appendNode(definition, end, node, {
    at: place.kind === 'free' ? place.at : undefined,
    aside: end ? asideOf(definition, end, branchesOf) : 0,
  })
}

/** What a person means who drops a step here: the edge or end that is near, else behind the last open end. */
export function placeAtPoint(definition: Definition, point: Point, branchesOf: BranchesOf): Place {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const edges = distancesToEdges(definition, definition.edges, point, branchesOf)
  const ends = openEnds(definition, branchesOf).flatMap((end) => {
    const source = nodes.get(end.source)
    if (!source) return []
    const { x, y } = leavingAt(source, end.branch, branchesOf)
    return [{ place: { kind: 'end', end } as const, distance: Math.hypot(point.x - x, point.y - y - 40) }]
  })
  const near = [
    ...edges.filter(({ distance }) => distance < EDGE_REACH),
    ...ends.filter(({ distance }) => distance < END_REACH),
  ].sort((one, other) => one.distance - other.distance)[0]
  if (near) return near.place
  const end = lastOpenEnd(definition, branchesOf)
  return end
    ? { kind: 'end', end }
    : { kind: 'free', at: { x: point.x - NODE_WIDTH / 2, y: point.y - NODE_HEIGHT / 2 } }
}

/** The edge that a step lies on which is dragged over the canvas with its middle here; null where it lies on none. */
export function edgeUnder(
  definition: Definition,
  edges: Definition['edges'],
  middle: Point,
  branchesOf: BranchesOf,
): Place | null {
  const near = distancesToEdges(definition, edges, middle, branchesOf)
    .filter(({ distance }) => distance < MOVE_REACH)
    .sort((one, other) => one.distance - other.distance)[0]
  return near?.place ?? null
}

function distancesToEdges(definition: Definition, edges: Definition['edges'], point: Point, branchesOf: BranchesOf) {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  return edges.flatMap((edge) => {
    const source = nodes.get(edge.source)
    const target = nodes.get(edge.target)
    if (!source || !target) return []
    const place: Place = { kind: 'edge', edgeId: edge.id }
    const from = leavingAt(source, edge.branch, branchesOf)
    const to = topOf(target.position)
    // As the line is drawn: down, aside, and down again.
    const turn = edge.branch === 'next' ? (from.y + to.y) / 2 : Math.min(from.y + WAY_BENDS_AT, to.y)
    const [out, back] = [
      { x: from.x, y: turn },
      { x: to.x, y: turn },
    ]
    const distance = Math.min(
      distanceToLine(point, from, out),
      distanceToLine(point, out, back),
      distanceToLine(point, back, to),
    )
    return [{ place, distance }]
  })
}

/** How many columns to the side a branch leads: two ways part evenly, one goes straight down. */
function asideOf(definition: Definition, { source, branch }: OpenEnd, branchesOf: BranchesOf): number {
  const node = definition.nodes.find(({ id }) => id === source)
  const branches = node ? branchesOf(node) : []
  return branches.indexOf(branch) - (branches.length - 1) / 2
}

export function isSamePlace(one: Place | null, other: Place | null): boolean {
  if (one?.kind === 'edge' && other?.kind === 'edge') return one.edgeId === other.edgeId
  if (one?.kind === 'end' && other?.kind === 'end')
    return one.end.source === other.end.source && one.end.branch === other.end.branch
  return one?.kind === other?.kind
}

function topOf({ x, y }: Point): Point {
  return { x: x + NODE_WIDTH / 2, y }
}

function leavingAt(node: WorkflowNode, branch: string, branchesOf: BranchesOf): Point {
  const { x, y } = node.position
  return { x: x + branchOffset(branchesOf(node), branch), y: y + NODE_HEIGHT }
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  const length = (to.x - from.x) ** 2 + (to.y - from.y) ** 2
  const along =
    length === 0 ? 0 : ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(point.x - from.x - share * (to.x - from.x), point.y - from.y - share * (to.y - from.y))
}
