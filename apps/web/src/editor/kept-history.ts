import type { Definition, WorkflowEdge, WorkflowNode } from '@hubflow/core'
import { change, type History } from './history.ts'
import { isSameJson } from './same-json.ts'

/** What can be undone survives a reload: it is kept in the window's own storage, and ends with the window. */

const DEPTH = 200

/** Every step and line once, however many states of the document have it. */
interface Packed {
  nodes: WorkflowNode[]
  edges: WorkflowEdge[]
  states: { nodes: number[]; edges: number[]; rest: Omit<Definition, 'nodes' | 'edges'> }[]
  /** Which of the states is the present one. */
  at: number
}

const keyOf = (workflowId: string) => `hubflow:history:${workflowId}`

export function keepHistory(workflowId: string, history: History<Definition>, storage: Storage): void {
  try {
    if (history.past.length + history.future.length === 0) storage.removeItem(keyOf(workflowId))
    else storage.setItem(keyOf(workflowId), JSON.stringify(pack(history)))
  } catch {
    // Full or forbidden: the document itself is safe, only undo begins anew.
  }
}

/** The history that was kept, with the server's draft as its newest entry where that is another one by now. */
export function keptHistory(workflowId: string, draft: Definition, storage: Storage): History<Definition> | null {
  try {
    const kept = storage.getItem(keyOf(workflowId))
    if (kept === null) return null
    const history = unpack(JSON.parse(kept) as Packed)
    // The very object, so that coming back to it is known to be what is saved.
    return isSameJson(history.present, draft) ? { ...history, present: draft } : change(history, draft)
  } catch {
    return null
  }
}

function pack({ past, present, future }: History<Definition>): Packed {
  const [before, after] = [past.slice(-DEPTH), future.slice(0, DEPTH)]
  const nodes = new Map<WorkflowNode, number>()
  const edges = new Map<WorkflowEdge, number>()
  const states = [...before, present, ...after].map(({ nodes: ownNodes, edges: ownEdges, ...rest }) => ({
    nodes: ownNodes.map((node) => placeIn(nodes, node)),
    edges: ownEdges.map((edge) => placeIn(edges, edge)),
    rest,
  }))
  return { nodes: [...nodes.keys()], edges: [...edges.keys()], states, at: before.length }
}

function placeIn<Item>(known: Map<Item, number>, item: Item): number {
  const place = known.get(item) ?? known.size
  known.set(item, place)
  return place
}

function unpack({ nodes, edges, states, at }: Packed): History<Definition> {
  const all = states.map(
    (state): Definition => ({
      ...state.rest,
      nodes: state.nodes.map((place) => itemAt(nodes, place)),
      edges: state.edges.map((place) => itemAt(edges, place)),
    }),
  )
  return { past: all.slice(0, at), present: itemAt(all, at), future: all.slice(at + 1), gesture: null }
}

function itemAt<Item>(items: readonly Item[], place: number): Item {
  const item = items[place]
  if (item === undefined) throw new Error(`nothing was kept at ${place}`)
  return item
}
