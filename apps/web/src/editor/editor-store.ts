import type { Definition } from '@hubflow/core'
import { createStore } from 'zustand'
import { begin, change, endGesture, type History, redo, undo } from './history.ts'

/** The document: what is saved and can be undone. Selection and panels are in the view store, server state in TanStack Query. */
export interface EditorState {
  history: History<Definition>
  /** Folds one change in; changes of one `gesture` are one entry for undo. */
  change(fold: (definition: Definition) => Definition, gesture?: string): void
  endGesture(): void
  undo(): void
  redo(): void
}

export type EditorStore = ReturnType<typeof createEditorStore>

/** `kept`: what could be undone when the page was left, with this definition as its present. */
export function createEditorStore(definition: Definition, kept: History<Definition> | null = null) {
  return createStore<EditorState>()((set) => ({
    history: kept ?? begin(definition),
    change: (fold, gesture) =>
      set(({ history }) => ({ history: change(history, fold(history.present), gesture ?? null) })),
    endGesture: () => set(({ history }) => ({ history: endGesture(history) })),
    undo: () => set(({ history }) => ({ history: undo(history) })),
    redo: () => set(({ history }) => ({ history: redo(history) })),
  }))
}
