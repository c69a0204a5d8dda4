import { type Definition, findTrigger, isTriggerType, type WorkflowNode } from '@hubflow/core'
import type { BranchesOf, OpenEnd } from '../document.ts'

/** A place in the row of steps: what leads there, and the step that comes next, if any does. */
export interface Slot {
  ends: readonly OpenEnd[]
  target: string | undefined
}

interface RowPlace {
  /** The same for the same thing, whatever is added or moved around it. */
  key: string
  /** 1 for the steps that every run comes to, two more inside each way of a branching step. */
  level: number
  /** Which of how many rows of this level under the same heading. */
  position: number
  of: number
}

export type OutlineRow = RowPlace &
  (
    | { kind: 'step'; node: WorkflowNode; number: number }
    /** The heading of one way of a branching step. */
    | { kind: 'way'; end: OpenEnd }
    /** Where a way or the workflow ends and a step can be added. */
    | { kind: 'end'; end: OpenEnd }
    /** Where a way leads back to a step that others lead to as well. */
    | { kind: 'join'; end: OpenEnd; target: string }
    | { kind: 'loose' }
  )

export interface Outline {
  rows: OutlineRow[]
  /** Every place on a way from the trigger, from the first to the last. */
  slots: Slot[]
}

type Branch<Row> = Row extends OutlineRow ? Omit<Row, 'position' | 'of'> : never
type Unplaced = Branch<OutlineRow>

/**
 * The workflow as a list with levels: the steps of a way stand under its name, one level further in; what several ways lead
 * to stands behind all of them. Steps that no run comes to stand last, under a heading of their own.
 */
export function outlineOf(definition: Definition, branchesOf: BranchesOf): Outline {
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  const edges = new Map(definition.edges.map((edge) => [`${edge.source} ${edge.branch}`, edge.target]))
  const rows: Unplaced[] = []
  const slots: Slot[] = []
  const written = new Set<string>()
  let number = 0

  /** Writes the steps of a row one below the other; gives the steps that its ways lead to besides, with the ends that do. */
  function writeChain(startId: string, level: number, waiting: Map<string, OpenEnd[]>, incoming: Map<string, number>) {
    let id: string | undefined = startId
    while (id !== undefined && !written.has(id)) {
      const node = nodes.get(id)
      if (!node) return
      written.add(id)
      rows.push({ kind: 'step', key: id, level, node, number: ++number })
      const branches = branchesOf(node)
      if (branches.length > 1) {
        for (const branch of branches) {
          const end = { source: id, branch }
          rows.push({ kind: 'way', key: `${id} ${branch}`, level: level + 1, end })
          follow(end, level + 2, waiting, incoming)
        }
        id = joined(waiting, incoming)
        continue
      }
      const [branch] = branches
      if (branch === undefined) return
      id = follow({ source: id, branch }, level, waiting, incoming, true)
    }
  }

  function follow(
    end: OpenEnd,
    level: number,
    waiting: Map<string, OpenEnd[]>,
    incoming: Map<string, number>,
    inChain = false,
  ): string | undefined {
    const target = edges.get(`${end.source} ${end.branch}`)
    const key = `${end.source} ${end.branch} end`
    slots.push({ ends: [end], target })
    if (target === undefined || !nodes.has(target)) {
      rows.push({ kind: 'end', key, level, end })
      return undefined
    }
    if ((incoming.get(target) ?? 0) > 1) {
      rows.push({ kind: 'join', key, level, end, target })
      waiting.set(target, [...(waiting.get(target) ?? []), end])
      return undefined
    }
    if (inChain) return target
    writeChain(target, level, waiting, incoming)
    return undefined
  }

  /** The step that all its ways have come to by now. */
  function joined(waiting: Map<string, OpenEnd[]>, incoming: Map<string, number>): string | undefined {
    for (const [target, ends] of waiting) {
      if (ends.length < (incoming.get(target) ?? 0)) continue
      waiting.delete(target)
      slots.push({ ends, target })
      return target
    }
    return undefined
  }

  const trigger = findTrigger(definition)
  if (trigger) writeChain(trigger.id, 1, new Map(), countIncoming(definition, trigger.id))
  const reachable = slots.slice()
  const loose = definition.nodes.filter(({ id }) => !written.has(id))
  if (loose.length > 0) {
    if (trigger) rows.push({ kind: 'loose', key: 'loose', level: 1 })
    const targets = new Set(definition.edges.map(({ target }) => target))
    const level = trigger ? 2 : 1
    for (const { id } of loose.filter((node) => !targets.has(node.id)))
      writeChain(id, level, new Map(), countIncoming(definition, id))
    // Left are those that reached and unreached steps lead to, behind one that waits for both.
    for (const { id } of loose) if (!written.has(id)) writeChain(id, level, new Map(), new Map())
  }
  return { rows: placed(rows), slots: reachable }
}

/** Whether a step can be put elsewhere by itself; one with several ways goes with all that is in them, so others move past it. */
export function isMovable(node: WorkflowNode, branchesOf: BranchesOf): boolean {
  return !isTriggerType(node.type) && branchesOf(node).length <= 1
}

/** How many lines lead to each step on paths from this one. */
function countIncoming({ edges }: Definition, startId: string): Map<string, number> {
  const bySource = Map.groupBy(edges, ({ source }) => source)
  const counts = new Map<string, number>()
  const reached = new Set([startId])
  for (const id of reached) {
    for (const { target } of bySource.get(id) ?? []) {
      counts.set(target, (counts.get(target) ?? 0) + 1)
      reached.add(target)
    }
  }
  return counts
}

/** Says of each row which it is of those on its level under the same heading. */
function placed(rows: readonly Unplaced[]): OutlineRow[] {
  const siblings: Unplaced[][] = []
  const listOf = new Map<Unplaced, Unplaced[]>()
  for (const row of rows) {
    siblings.length = Math.min(siblings.length, row.level)
    const list = siblings[row.level - 1] ?? []
    siblings[row.level - 1] = list
    list.push(row)
    listOf.set(row, list)
  }
  return rows.map((row) => {
    const list = listOf.get(row) ?? [row]
    return { ...row, position: list.indexOf(row) + 1, of: list.length }
  })
}
