import type { StepTests } from '@hubflow/api/client'
import type { Definition } from '@hubflow/core'
import { createStore } from 'zustand'
import type { EditorStore } from '../editor-store.ts'
import { isSameJson } from '../same-json.ts'
import { whyStale } from './stale.ts'

/** How a step was last tested, and whether that still holds. */
export interface StepTest {
  state: 'passed' | 'failed' | 'stale'
  runId: string
  at: string
  /** Of a failure: what it said. Of a stale test: what was changed since. */
  reason: string | null
}

export interface TestState {
  byNode: ReadonlyMap<string, StepTest>
  /** The run whose data the next test of a step begins with. */
  exampleId: string | null
}

export type TestStore = ReturnType<typeof createTestStore>

const LOOK_DELAY_MS = 150

/** What is known of tests, held against the definition as it is changed. */
export function createTestStore(store: EditorStore) {
  const testStore = createStore<TestState>()(() => ({ byNode: new Map(), exampleId: null }))
  let known: StepTests = { steps: [], definitions: [], latestRunId: null }
  /** Chosen here; without a choice it is the newest test. */
  let chosenId: string | null = null
  let timer: ReturnType<typeof setTimeout> | undefined

  function look(): void {
    clearTimeout(timer)
    timer = undefined
    const byNode = testsOf(known, store.getState().history.present)
    const before = testStore.getState().byNode
    // An entry that says the same is kept, so that the node that shows it is not drawn anew.
    for (const [id, test] of byNode) {
      const same = before.get(id)
      if (same && isSameJson(same, test)) byNode.set(id, same)
    }
    testStore.setState({ byNode, exampleId: chosenId ?? known.latestRunId })
  }

  return Object.assign(testStore, {
    learn(tests: StepTests): void {
      // A test that was made since the example was chosen goes on with it: it holds more.
      if (tests.latestRunId !== known.latestRunId && known.latestRunId !== null) chosenId = null
      known = tests
      look()
    },
    chooseExample(runId: string): void {
      chosenId = runId
      look()
    },
    /** Looks again a moment after each change; gives what ends it. */
    start(): () => void {
      const unsubscribe = store.subscribe((state, before) => {
        if (state.history.present !== before.history.present && known.steps.length > 0)
          timer ??= setTimeout(look, LOOK_DELAY_MS)
      })
      return () => {
        clearTimeout(timer)
        unsubscribe()
      }
    },
  })
}

/** By node. A node that is gone has none. */
export function testsOf({ steps, definitions }: StepTests, now: Definition): Map<string, StepTest> {
  const tested = new Map(definitions.map(({ runId, definition }) => [runId, definition]))
  const there = new Set(now.nodes.map(({ id }) => id))
  return new Map(
    steps.flatMap(({ nodeId, runId, status, message, at }): [string, StepTest][] => {
      const definition = tested.get(runId)
      if (!there.has(nodeId) || !definition) return []
      const stale = whyStale(nodeId, definition, now)
      if (stale !== null) return [[nodeId, { state: 'stale', runId, at, reason: stale }]]
      return [[nodeId, { state: status === 'completed' ? 'passed' : 'failed', runId, at, reason: message }]]
    }),
  )
}
