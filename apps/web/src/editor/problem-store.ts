import type { SavedDraft } from '@hubflow/api/client'
import {
  type CatalogEntry,
  checkDefinition,
  type Definition,
  type EventTypeInfo,
  type Problem,
  rulesFromCatalog,
} from '@hubflow/core'
import { createStore } from 'zustand'
import type { EditorStore } from './editor-store.ts'
import { isSameJson } from './same-json.ts'

export interface ProblemState {
  all: readonly Problem[]
  byNode: ReadonlyMap<string, readonly Problem[]>
}

type ServerProblems = SavedDraft['problems']

export type ProblemStore = ReturnType<typeof createProblemStore>

const CHECK_DELAY_MS = 120

/**
 * What keeps the workflow from being published. The browser checks as one types; the server knows more (templates that
 * exist, rules that a JSON Schema cannot say), and what it said of a node holds until that node is changed.
 */
export function createProblemStore(
  store: EditorStore,
  catalog: readonly CatalogEntry[],
  eventTypes: readonly EventTypeInfo[],
) {
  const context = { nodeTypes: rulesFromCatalog(catalog), catalog, eventTypes }
  let server: { definition: Definition; problems: Problem[] } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  const problemStore = createStore<ProblemState>()(() => ({ all: [], byNode: new Map() }))

  function check(): void {
    clearTimeout(timer)
    timer = undefined
    const definition = store.getState().history.present
    const own = checkDefinition(definition, context)
    const all = merge(own, server ? stillTrue(server, definition) : [])
    const before = problemStore.getState()
    if (!isSameJson(all, before.all)) problemStore.setState({ all, byNode: groupByNode(all, before.byNode) })
  }

  return Object.assign(problemStore, {
    /** Checks at once, and gives all that is wrong. */
    checkNow(): readonly Problem[] {
      check()
      return problemStore.getState().all
    },
    /** What the server said of a definition that it was sent. */
    learn(definition: Definition, problems: ServerProblems): void {
      server = { definition, problems: problems as Problem[] }
      check()
    },
    /** Checks from now on, a moment after each change; gives what ends it. */
    start(): () => void {
      check()
      const unsubscribe = store.subscribe((state, before) => {
        if (state.history.present !== before.history.present) timer ??= setTimeout(check, CHECK_DELAY_MS)
      })
      return () => {
        clearTimeout(timer)
        unsubscribe()
      }
    },
  })
}

/** What the server said of a field holds while its node is untouched. The graph is checked here as well as there. */
function stillTrue(said: { definition: Definition; problems: Problem[] }, definition: Definition): Problem[] {
  const untouched = new Set(said.definition.nodes)
  const nodes = new Map(definition.nodes.map((node) => [node.id, node]))
  return said.problems.filter(({ nodeId, field }) => {
    const node = nodeId === undefined ? undefined : nodes.get(nodeId)
    return field !== undefined && node !== undefined && untouched.has(node)
  })
}

/** Of one place the server says no more than we do. */
function merge(own: Problem[], server: Problem[]): Problem[] {
  const known = new Set(own.map(placeOf))
  return [...own, ...server.filter((problem) => !known.has(placeOf(problem)))]
}

function placeOf({ nodeId, field }: Problem): string {
  return `${nodeId ?? ''} ${field?.join('.') ?? ''}`
}

function groupByNode(problems: readonly Problem[], before: ProblemState['byNode']): Map<string, readonly Problem[]> {
  const groups = new Map<string, Problem[]>()
  for (const problem of problems) {
    if (problem.nodeId === undefined) continue
    const group = groups.get(problem.nodeId)
    if (group) group.push(problem)
    else groups.set(problem.nodeId, [problem])
  }
  // The array of before is kept where it says the same, so that the nodes that show it are not drawn anew.
  return new Map(
    [...groups].map(([id, group]) => [id, isSameJson(group, before.get(id)) ? (before.get(id) ?? group) : group]),
  )
}
