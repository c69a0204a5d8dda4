import type { RunStep } from '@hubflow/api/client'
import { createStore } from 'zustand'
import type { Place } from './place.ts'

/** A test that someone asked for: of everything, of one step, or of all from a step on. */
export interface TestAsk {
  scope: 'all' | 'step' | 'from-here'
  nodeId?: string
  /** On other data than the last time. */
  choose?: boolean
}

export type FieldPath = readonly (string | number)[]

/** What is shown and chosen: neither saved nor undoable. */
export interface ViewState {
  selectedIds: readonly string[]
  /** A node that something other than the canvas has chosen; the canvas selects it, `also` others, and shows it where asked to. */
  request: { nodeId: string; center: boolean; also?: readonly string[] } | null
  /** The open list of steps, and where on the screen it belongs. */
  adding: { place: Place; anchor: { x: number; y: number }; from?: 'outline' } | null
  /** The open menu of the canvas: for chosen steps, for a line, or for the empty canvas; and where on the screen it belongs. */
  menu: { about: { nodeIds: readonly string[] } | { edgeId: string } | null; at: { x: number; y: number } } | null
  /** The node type that is being dragged from the palette, and where it would go. */
  dragging: string | null
  dropPlace: Place | null
  /** The field that the inspector brings into view. */
  fieldRequest: { nodeId: string; field: FieldPath } | null
  /** Nodes that were just added and not left since: an empty field of theirs is no mistake yet. */
  freshIds: readonly string[]
  problemsOpen: boolean
  /** The search of the canvas, and the list of shortcuts. */
  finding: boolean
  helpOpen: boolean
  /** Hints that the person has seen; null until that is known. */
  seenHints: ReadonlySet<string> | null
  /** The line of the outline that has the focus, or had it last; and whether the outline is to take it. */
  outlineRow: string | null
  outlineFocus: boolean
  /** The settings were opened from the outline: closing them leads back there. */
  outlineReturn: boolean
  runId: string | null
  testAsk: TestAsk | null
  /** The test of one step that was started last: its settings show what came of it. */
  stepTest: { nodeId: string; runId: string; isDone: boolean } | null
  steps: ReadonlyMap<string, RunStep>
}

export type ViewStore = ReturnType<typeof createViewStore>

export function createViewStore() {
  return createStore<ViewState>()(() => ({
    selectedIds: [],
    request: null,
    adding: null,
    menu: null,
    dragging: null,
    dropPlace: null,
    fieldRequest: null,
    freshIds: [],
    problemsOpen: false,
    finding: false,
    helpOpen: false,
    seenHints: null,
    outlineRow: null,
    outlineFocus: false,
    outlineReturn: false,
    runId: null,
    testAsk: null,
    stepTest: null,
    steps: new Map(),
  }))
}
