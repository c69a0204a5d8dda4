import type { Definition } from '@hubflow/core'
import { NODE_HEIGHT, NODE_WIDTH } from '../canvas/node-size.ts'
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

export function addAt(definition: Definition, place: Place, node: NewNode, branchesOf: BranchesOf): Definition {
  if (place.kind === 'edge') return insertNode(definition, place.edgeId, node)
  if (place.kind === 'end') return appendNode(definition, place.end, node)
  return appendNode(definition, lastOpenEnd(definition, branchesOf), node, place.at)
}

/** What a person means who drops a step here: the edge or end that is near, else behind the last open end. */
export function placeAtPoint(definition: Definition, point: Point, branchesOf: BranchesOf): Place {
  const positions = new Map(definition.nodes.map((node) => [node.id, node.position]))
  const edges = definition.edges.flatMap((edge) => {
    const source = positions.get(edge.source)
    const target = positions.get(edge.target)
    if (!source || !target) return []
    return [
      {
        place: { kind: 'edge', edgeId: edge.id } as const,
        distance: distanceToLine(point, bottomOf(source), topOf(target)),
      },
    ]
  })
  const ends = openEnds(definition, branchesOf).flatMap((end) => {
    const source = positions.get(end.source)
    return source
      ? [
          {
            place: { kind: 'end', end } as const,
            distance: Math.hypot(point.x - bottomOf(source).x, point.y - bottomOf(source).y - 40),
          },
        ]
      : []
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

export function isSamePlace(one: Place | null, other: Place | null): boolean {
  if (one?.kind === 'edge' && other?.kind === 'edge') return one.edgeId === other.edgeId
  if (one?.kind === 'end' && other?.kind === 'end')
    return one.end.source === other.end.source && one.end.branch === other.end.branch
  return one?.kind === other?.kind
}

function topOf({ x, y }: Point): Point {
  return { x: x + NODE_WIDTH / 2, y }
}

function bottomOf({ x, y }: Point): Point {
  return { x: x + NODE_WIDTH / 2, y: y + NODE_HEIGHT }
}

function distanceToLine(point: Point, from: Point, to: Point): number {
  const length = (to.x - from.x) ** 2 + (to.y - from.y) ** 2
  const along =
    length === 0 ? 0 : ((point.x - from.x) * (to.x - from.x) + (point.y - from.y) * (to.y - from.y)) / length
  const share = Math.min(1, Math.max(0, along))
  return Math.hypot(point.x - from.x - share * (to.x - from.x), point.y - from.y - share * (to.y - from.y))
}
