import { type Definition, DefinitionSchema, isTriggerType, reachableFrom, type WorkflowNode } from '@hubflow/core'
import { COLUMN, ROW } from '../canvas/node-size.ts'
import { type BranchesOf, edgeOf, freeName, lastOpenEnd, type OpenEnd, openEnds } from './document.ts'

/** Steps that were copied, with the lines between them: what the clipboard holds, as text. */
export interface Clip {
  hubflow: 'steps'
  workflowId: string
  nodes: WorkflowNode[]
  edges: Definition['edges']
  /** The steps that they take something from and that were not copied: what these are, without what is set in them. */
  others: WorkflowNode[]
}

/** The chosen nodes, in the order that they are drawn; null when there are none of them. */
export function copyNodes({ nodes, edges }: Definition, ids: readonly string[], workflowId: string): Clip | null {
  const chosen = new Set(ids)
  const copied = nodes
    .filter(({ id }) => chosen.has(id))
    .sort((one, other) => one.position.y - other.position.y || one.position.x - other.position.x)
  if (copied.length === 0) return null
  const inner = edges.filter(({ source, target }) => chosen.has(source) && chosen.has(target))
  const named = new Set(copied.flatMap(({ config }) => stepsNamedIn(config)))
  const others = nodes
    .filter(({ id }) => named.has(id) && !chosen.has(id))
    .map(({ id, type, name, position }) => ({ id, type, name, config: {}, position }))
  return structuredClone({ hubflow: 'steps', workflowId, nodes: copied, edges: inner, others })
}

/** Reads what `copyNodes` gave from a text; null for any other text. */
export function readClip(text: string): Clip | null {
  try {
    const { hubflow, workflowId, nodes, edges, others } = JSON.parse(text)
    const parsed = DefinitionSchema.safeParse({ schemaVersion: 1, nodes, edges })
    const besides = DefinitionSchema.safeParse({ schemaVersion: 1, nodes: others, edges: [] })
    return hubflow === 'steps' && parsed.success && besides.success && parsed.data.nodes.length > 0
      ? {
          hubflow,
          workflowId: String(workflowId),
          nodes: parsed.data.nodes,
          edges: parsed.data.edges,
          others: besides.data.nodes,
        }
      : null
  } catch {
    return null
  }
}

interface PasteOptions {
  /** Of the workflow that they are put into. */
  workflowId: string
  /** The step to go behind; else the last open end of the workflow. */
  after: string | undefined
  freshId(): string
  branchesOf: BranchesOf
}

/**
 * Puts copies of the steps behind a step, with new ids, and goes on from their last one to where that step went. What they
 * take from one another they take from the copies; what they took from other steps they take from the same ones here, and
 * is a problem where there are none. A trigger is left out where there is one. Gives the new ids, too.
 */
export function pasteClip(
  definition: Definition,
  clip: Clip,
  { workflowId, after, freshId, branchesOf }: PasteOptions,
): { definition: Definition; ids: string[] } {
  const hasTrigger = definition.nodes.some(({ type }) => isTriggerType(type))
  const taken = clip.nodes.filter(({ type }) => !hasTrigger || !isTriggerType(type))
  const first = taken.find(({ id }) => !taken.some(isSource(clip, id)))
  if (!first) return { definition, ids: [] }
  const ids = new Map(taken.map(({ id }) => [id, freshId()]))
  // In another workflow the same id may name another step: nothing may be taken from that without anybody's noticing.
  const strange = clip.workflowId === workflowId ? [] : clip.others.filter((other) => !isIn(definition, other))
  const renaming = new Map([...ids, ...strange.map(({ id }) => [id, freshId()] as const)])
  const end = endBehind(definition, after, branchesOf)
  const source = definition.nodes.find(({ id }) => id === end?.source)
  const place = source ? { x: source.position.x, y: source.position.y + ROW } : asideOf(definition)
  const [dx, dy] = [place.x - first.position.x, place.y - first.position.y]

  let named = definition
  const copies = taken.map((node) => {
    const copy = {
      ...renamed(node, renaming),
      name: freeName(named, node.name),
      position: { x: node.position.x + dx, y: node.position.y + dy },
    }
    named = { ...named, nodes: [...named.nodes, copy] }
    return copy
  })
  const inner = clip.edges.flatMap(({ source: from, target, branch }) => {
    const [own, to] = [ids.get(from), ids.get(target)]
    return own === undefined || to === undefined ? [] : [edgeOf(own, branch, to)]
  })
  const pasted: Definition = {
    ...definition,
    nodes: [...definition.nodes, ...copies],
    edges: [...definition.edges, ...inner],
  }
  const joined = end ? join(pasted, end, { copies, entry: ids.get(first.id) ?? '' }, branchesOf) : pasted
  return { definition: joined, ids: [...ids.values()] }
}

function isIn({ nodes }: Definition, { id, type, name }: WorkflowNode): boolean {
  return nodes.some((node) => node.id === id && node.type === type && node.name === name)
}

function isSource({ edges }: Clip, target: string) {
  return ({ id }: WorkflowNode) => edges.some((edge) => edge.source === id && edge.target === target)
}

/** The way by which a step goes on, taken or not. */
function endBehind(definition: Definition, after: string | undefined, branchesOf: BranchesOf): OpenEnd | undefined {
  const node = definition.nodes.find(({ id }) => id === after)
  if (!node) return lastOpenEnd(definition, branchesOf)
  const open = openEnds(definition, branchesOf).find(({ source }) => source === node.id)
  const branch = open?.branch ?? branchesOf(node)[0]
  return branch === undefined ? undefined : { source: node.id, branch }
}

/** Leads into the copies, and from their last open end to where the line went; what is below makes room. */
function join(
  definition: Definition,
  end: OpenEnd,
  { copies, entry }: { copies: readonly WorkflowNode[]; entry: string },
  branchesOf: BranchesOf,
): Definition {
  const old = definition.edges.find(({ source, branch }) => source === end.source && branch === end.branch)
  const others = definition.edges.filter((edge) => edge !== old)
  const edges = [...others, edgeOf(end.source, end.branch, entry)]
  if (!old) return { ...definition, edges }
  const isCopy = new Set(copies.map(({ id }) => id))
  const last = openEnds({ ...definition, edges }, branchesOf).findLast(({ source }) => isCopy.has(source))
  if (last) edges.push(edgeOf(last.source, last.branch, old.target))
  const target = definition.nodes.find(({ id }) => id === old.target)
  const missing = Math.max(...copies.map(({ position }) => position.y)) + ROW - (target?.position.y ?? 0)
  if (missing <= 0) return { ...definition, edges }
  const below = new Set([old.target, ...reachableFrom(definition, old.target)])
  const nodes = definition.nodes.map((node) =>
    below.has(node.id) ? { ...node, position: { x: node.position.x, y: node.position.y + missing } } : node,
  )
  return { ...definition, nodes, edges }
}

/** Beside everything that there is. */
function asideOf({ nodes }: Definition): { x: number; y: number } {
  if (nodes.length === 0) return { x: 0, y: 0 }
  return {
    x: Math.max(...nodes.map(({ position }) => position.x)) + COLUMN,
    y: Math.min(...nodes.map(({ position }) => position.y)),
  }
}

/** Where a config names a step: `steps.n1.body`, `steps["n1"].body`, and the step that a webhook answers with. */
const STEP_NAMED = /(?<![\w.-])(steps(?:\.|\[(?:\\"|'))|"nodeId":")([A-Za-z0-9_-]+)/g

function stepsNamedIn(config: WorkflowNode['config']): string[] {
  return [...JSON.stringify(config).matchAll(STEP_NAMED)].map(([, , id]) => id ?? '')
}

/** The node under its new id, with all that it takes from others of the clip under theirs. */
function renamed(node: WorkflowNode, ids: ReadonlyMap<string, string>): WorkflowNode {
  const config = JSON.stringify(node.config).replace(
    STEP_NAMED,
    (_text, before: string, id: string) => `${before}${ids.get(id) ?? id}`,
  )
  return { ...node, id: ids.get(node.id) ?? node.id, config: JSON.parse(config) }
}
