import type { CatalogEntry, Definition, EventTypeInfo, Problem } from '@hubflow/core'
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { SentenceNames } from '../canvas/sentence-names.ts'
import type { BranchesOf } from './document.ts'
import type { DraftSaver } from './draft-saver.ts'
import type { EditorStore } from './editor-store.ts'
import type { ProblemStore } from './problem-store.ts'
import type { StepTest, TestStore } from './step-tests/test-store.ts'
import type { ViewState, ViewStore } from './view-store.ts'

/** What every part of the editor shares; none of it changes while a workflow is open, but what the stores hold. */
export interface Editor {
  workflowId: string
  store: EditorStore
  view: ViewStore
  problems: ProblemStore
  tests: TestStore
  saver: DraftSaver
  catalog: readonly CatalogEntry[]
  entries: ReadonlyMap<string, CatalogEntry>
  eventTypes: readonly EventTypeInfo[]
  branchesOf: BranchesOf
  names: SentenceNames
}

export const EditorContext = createContext<Editor | null>(null)

export function useEditor(): Editor {
  const editor = useContext(EditorContext)
  if (!editor) throw new Error('This part of the page works inside the editor only.')
  return editor
}

/** A derived thing of the document: give a selector whose result is the same object while nothing it means has changed. */
export function useDefinition<Derived>(select: (definition: Definition) => Derived): Derived {
  return useStore(useEditor().store, (state) => select(state.history.present))
}

export function useView<Derived>(select: (view: ViewState) => Derived): Derived {
  return useStore(useEditor().view, select)
}

const NONE: readonly Problem[] = []

/** What is wrong with one node; the same array while that does not change. */
export function useNodeProblems(nodeId: string): readonly Problem[] {
  return useStore(useEditor().problems, (state) => state.byNode.get(nodeId) ?? NONE)
}

/** How a node was last tested; undefined for one that never was. */
export function useStepTest(nodeId: string): StepTest | undefined {
  return useStore(useEditor().tests, ({ byNode }) => byNode.get(nodeId))
}
