import {
  branchesOf as branchesOfConfig,
  type CatalogEntry,
  type Definition,
  isTriggerType,
  reachableFrom,
  type WorkflowEdge,
  type WorkflowNode,
} from '@hubflow/core'
import { COLUMN, ROW } from '../canvas/node-size.ts'

/** Pure changes of a definition. Each gives the very same object back when there is nothing to change. */

/** Where a step can be put: behind a node, by one of its branches. */
export interface OpenEnd {
  source: string
  branch: string
}

/** What a new node needs besides its place: the catalog says the rest. */
export interface NewNode {
  id: string
  entry: CatalogEntry
}

export type BranchesOf = (node: Pick<WorkflowNode, 'type' | 'config'>) => readonly string[]
export type Point = WorkflowNode['position']

/** Not a counter: an id that was removed must not come back as another step, since templates and old runs name it. */
export function freshNodeId(): string {
  const letters = crypto.getRandomValues(new Uint8Array(7))
  return `n${Array.from(letters, (letter) => (letter % 36).toString(36)).join('')}`
}

/** Puts a trigger on the canvas, or changes how the workflow starts: the node keeps its id, place and edges. */
export function setTrigger(
  definition: Definition,
  { id, entry }: NewNode,
  titleOf: (type: string) => string,
): Definition {
  const current = definition.nodes.find((node) => isTriggerType(node.type))
  if (!current) return addTrigger(definition, { id, entry })
  if (current.type === entry.type) return definition
  const name = current.name === titleOf(current.type) ? entry.title : current.name
  return replaceNode(definition, current.id, { type: entry.type, name, config: configOf(entry) })
}

function addTrigger(definition: Definition, { id, entry }: NewNode): Definition {
  const first = firstWithoutInput(definition)
  const position = first ? { x: first.position.x, y: first.position.y - ROW } : { x: 0, y: 0 }
  const trigger: WorkflowNode = { id, type: entry.type, name: entry.title, config: configOf(entry), position }
  const edges = first ? [...definition.edges, edgeOf(id, entry.branches[0] ?? 'next', first.id)] : definition.edges
  return { ...definition, nodes: [trigger, ...definition.nodes], edges }
}

function firstWithoutInput(definition: Definition): WorkflowNode | undefined {
  const targets = new Set(definition.edges.map((edge) => edge.target))
  return definition.nodes
    .filter((node) => !targets.has(node.id))
    .sort((one, other) => one.position.y - other.position.y || one.position.x - other.position.x)[0]
}

/** Splits an edge: the new node goes on by its first branch to where the edge went; what is below makes room. */
export function insertNode(definition: Definition, edgeId: string, { id, entry }: NewNode): Definition {
  const edge = definition.edges.find((candidate) => candidate.id === edgeId)
  const source = edge && definition.nodes.find((node) => node.id === edge.source)
  const target = edge && definition.nodes.find((node) => node.id === edge.target)
  if (!edge || !source || !target) return definition
  const node = newNode(definition, { id, entry }, { x: target.position.x, y: source.position.y + ROW })
  const branch = branchesOfConfig(entry, node.config)[0]
  const missing = Math.max(0, node.position.y + ROW - target.position.y)
  const below = new Set([target.id, ...reachableFrom(definition, target.id)])
  const nodes =
    missing === 0
      ? definition.nodes
      : definition.nodes.map((other) => (below.has(other.id) ? shifted(other, missing) : other))
  const edges = definition.edges.filter((other) => other.id !== edgeId)
  edges.push(edgeOf(edge.source, edge.branch, id))
  if (branch !== undefined) edges.push(edgeOf(id, branch, target.id))
  return { ...definition, nodes: [...nodes, node], edges }
}

/** Puts a node behind an open end; without one it stands alone, to be connected later. */
export function appendNode(
  definition: Definition,
  end: OpenEnd | undefined,
  { id, entry }: NewNode,
  { at, aside = 0 }: { at?: Point | undefined; aside?: number } = {},
): Definition {
  const source = end && definition.nodes.find((node) => node.id === end.source)
  if (!end || !source) {
    const node = newNode(definition, { id, entry }, freePlace(definition, at ?? { x: 0, y: 0 }))
    return { ...definition, nodes: [...definition.nodes, node] }
  }
  if (hasEdge(definition, end)) return definition
  const node = newNode(definition, { id, entry }, placeBehind(definition, source, aside))
  return {
    ...definition,
    nodes: [...definition.nodes, node],
    edges: [...definition.edges, edgeOf(end.source, end.branch, id)],
  }
}

/** Puts a copy behind a step, with all that is set in it; it goes on to where the step went. */
export function duplicateNode(definition: Definition, nodeId: string, { id, entry }: NewNode): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === nodeId)
  const branch = node && branchesOfConfig(entry, node.config)[0]
  if (!node || branch === undefined) return definition
  const edge = definition.edges.find((candidate) => candidate.source === nodeId && candidate.branch === branch)
  const put = edge
    ? insertNode(definition, edge.id, { id, entry })
    : appendNode(definition, { source: nodeId, branch }, { id, entry })
  const copy = (place: WorkflowNode): WorkflowNode => ({
    ...structuredClone(node),
    id,
    name: freeName(definition, node.name),
    position: place.position,
  })
  return { ...put, nodes: put.nodes.map((other) => (other.id === id ? copy(other) : other)) }
}

/** Every branch that leads nowhere yet, in the order that the nodes are drawn. */
export function openEnds(definition: Definition, branchesOf: BranchesOf): OpenEnd[] {
  const taken = new Set(definition.edges.map((edge) => `${edge.source} ${edge.branch}`))
  return [...definition.nodes]
    .sort((one, other) => one.position.y - other.position.y || one.position.x - other.position.x)
    .flatMap((node) => branchesOf(node).map((branch) => ({ source: node.id, branch })))
    .filter((end) => !taken.has(`${end.source} ${end.branch}`))
}

/** Where a step goes that was put nowhere in particular: the last open end on a path from the trigger. */
export function lastOpenEnd(definition: Definition, branchesOf: BranchesOf): OpenEnd | undefined {
  const ends = openEnds(definition, branchesOf)
  const trigger = definition.nodes.find((node) => isTriggerType(node.type))
  if (!trigger) return ends.at(-1)
  const reached = new Set([trigger.id, ...reachableFrom(definition, trigger.id)])
  return ends.findLast((end) => reached.has(end.source))
}

export function moveNodes(definition: Definition, positions: ReadonlyMap<string, Point>): Definition {
  const moved = (node: WorkflowNode): Point | undefined => {
    const to = positions.get(node.id)
    return to && (to.x !== node.position.x || to.y !== node.position.y) ? to : undefined
  }
  if (!definition.nodes.some(moved)) return definition
  const nodes = definition.nodes.map((node) => {
    const position = moved(node)
    return position ? { ...node, position } : node
  })
  return { ...definition, nodes }
}

/** Takes nodes away; what came before each goes on to what came after it. */
export function removeNodes(definition: Definition, ids: readonly string[], branchesOf: BranchesOf): Definition {
  return ids.reduce((left, id) => removeNode(left, id, branchesOf), definition)
}

function removeNode(definition: Definition, id: string, branchesOf: BranchesOf): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  if (!node) return definition
  const going = definition.edges.filter((edge) => edge.source === id)
  const first = branchesOf(node)[0]
  const target = (going.find((edge) => edge.branch === first) ?? going[0])?.target
  const edges = definition.edges
    .filter((edge) => edge.source !== id)
    .flatMap((edge) => {
      if (edge.target !== id) return [edge]
      return target === undefined || target === edge.source ? [] : [edgeOf(edge.source, edge.branch, target)]
    })
  return { ...definition, nodes: definition.nodes.filter((other) => other.id !== id), edges }
}

export function removeEdges(definition: Definition, ids: readonly string[]): Definition {
  const gone = new Set(ids)
  if (!definition.edges.some((edge) => gone.has(edge.id))) return definition
  return { ...definition, edges: definition.edges.filter((edge) => !gone.has(edge.id)) }
}

/** Why two nodes cannot be connected, as a sentence; null when they can. */
export function connectRefusal(
  definition: Definition,
  end: OpenEnd,
  target: string,
  branchesOf: BranchesOf,
): string | null {
  const from = definition.nodes.find((node) => node.id === end.source)
  const to = definition.nodes.find((node) => node.id === target)
  if (!from || !to) return 'One of the two steps is gone.'
  if (end.source === target) return 'A step cannot lead to itself.'
  if (isTriggerType(to.type)) return 'Nothing can come before the trigger.'
  if (!branchesOf(from).includes(end.branch)) return `“${from.name}” has no way “${end.branch}”.`
  if (hasEdge(definition, end)) return `“${from.name}” already goes on to a step. Remove that line first.`
  if (reachableFrom(definition, target).includes(end.source)) return 'That would lead in a circle.'
  return null
}

export function connect(definition: Definition, end: OpenEnd, target: string, branchesOf: BranchesOf): Definition {
  if (connectRefusal(definition, end, target, branchesOf) !== null) return definition
  return { ...definition, edges: [...definition.edges, edgeOf(end.source, end.branch, target)] }
}

/** Sets a node's config. Ways that come from the config take their lines with them when they are renamed or removed. */
export function setConfig(
  definition: Definition,
  id: string,
  config: WorkflowNode['config'],
  branchesOf: BranchesOf = () => [],
): Definition {
  const changed = replaceNode(definition, id, { config })
  const node = definition.nodes.find((candidate) => candidate.id === id)
  if (!node || changed === definition) return changed
  const before = branchesOf(node)
  const after = branchesOf({ type: node.type, config })
  if (before.every((branch, index) => after[index] === branch)) return changed
  const renamed = before.length === after.length
  const edges = changed.edges.flatMap((edge) => {
    if (edge.source !== id || after.includes(edge.branch)) return [edge]
    const branch = renamed ? after[before.indexOf(edge.branch)] : undefined
    return branch === undefined ? [] : [edgeOf(id, branch, edge.target)]
  })
  return { ...changed, edges }
}

export function renameNode(definition: Definition, id: string, name: string): Definition {
  return replaceNode(definition, id, { name })
}

export function setNote(definition: Definition, id: string, note: string): Definition {
  return replaceNode(definition, id, { note: note || undefined })
}

export function setDisabled(definition: Definition, id: string, disabled: boolean): Definition {
  return replaceNode(definition, id, { disabled: disabled || undefined })
}

export function setOnError(definition: Definition, id: string, onError: 'stop' | 'continue'): Definition {
  return replaceNode(definition, id, { onError: onError === 'stop' ? undefined : onError })
}

type Patch = { [Key in keyof WorkflowNode]?: WorkflowNode[Key] | undefined }

/** `undefined` takes a field away, so that a definition changed back is equal to what it was. */
function replaceNode(definition: Definition, id: string, patch: Patch): Definition {
  const node = definition.nodes.find((candidate) => candidate.id === id)
  if (!node) return definition
  const entries = Object.entries(patch) as [keyof WorkflowNode, unknown][]
  if (entries.every(([key, value]) => node[key] === value)) return definition
  const changed = Object.fromEntries(
    Object.entries({ ...node, ...patch }).filter(([, value]) => value !== undefined),
  ) as WorkflowNode
  return { ...definition, nodes: definition.nodes.map((other) => (other === node ? changed : other)) }
}

function newNode(definition: Definition, { id, entry }: NewNode, position: Point): WorkflowNode {
  return { id, type: entry.type, name: freeName(definition, entry.title), config: configOf(entry), position }
}

/** The title, or with the first number that makes it no other node's. */
export function freeName(definition: Definition, title: string): string {
  const names = new Set(definition.nodes.map((node) => node.name))
  if (!names.has(title)) return title
  let number = 2
  while (names.has(`${title} ${number}`)) number++
  return `${title} ${number}`
}

/** A copy: two nodes of one type must not share what they hold. */
function configOf(entry: CatalogEntry): WorkflowNode['config'] {
  return structuredClone(entry.initialConfig) as WorkflowNode['config']
}

/** Below a node, as far to its side as the branch that leads there; where that is taken, further to the right. */
function placeBehind(definition: Definition, { position }: WorkflowNode, aside: number): Point {
  const y = position.y + ROW
  const wanted = { x: position.x + aside * COLUMN, y }
  const place = freePlace(definition, wanted)
  return place.x === wanted.x || aside === 0 ? place : freePlace(definition, { x: position.x + COLUMN, y })
}

/** The place itself, or the next to the right where no other node stands. */
function freePlace(definition: Definition, wanted: Point): Point {
  const taken = ({ x, y }: Point) =>
    definition.nodes.some(
      (node) => Math.abs(node.position.x - x) < COLUMN - 1 && Math.abs(node.position.y - y) < ROW - 20,
    )
  const place = { ...wanted }
  while (taken(place)) place.x += COLUMN
  return place
}

function shifted(node: WorkflowNode, down: number): WorkflowNode {
  return { ...node, position: { x: node.position.x, y: node.position.y + down } }
}

function hasEdge(definition: Definition, end: OpenEnd): boolean {
  return definition.edges.some((edge) => edge.source === end.source && edge.branch === end.branch)
}

/** One edge a branch: source and branch are enough to name it. */
export function edgeOf(source: string, branch: string, target: string): WorkflowEdge {
  return { id: `${source}:${branch}`, source, target, branch }
}
