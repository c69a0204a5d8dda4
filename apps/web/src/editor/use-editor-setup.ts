import type { Workflow } from '@hubflow/api/client'
import type { CatalogEntry, EventTypeInfo } from '@hubflow/core'
import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useMemo, useRef, useState } from 'react'
import { client, unwrap } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import { nodeBranches } from '../canvas/branch.ts'
import type { SentenceNames } from '../canvas/sentence-names.ts'
import { showDone } from '../components/toast.tsx'
import { openJournal } from './draft-journal.ts'
import { type Draft, DraftSaver, type SaveState } from './draft-saver.ts'
import type { Editor } from './editor-context.ts'
import { createEditorStore } from './editor-store.ts'
import { createProblemStore } from './problem-store.ts'
import { isSameJson } from './same-json.ts'
import { createViewStore } from './view-store.ts'

interface Setup {
  workflow: Workflow
  catalog: readonly CatalogEntry[]
  eventTypes: readonly EventTypeInfo[]
  names: SentenceNames
}

type Stable = Omit<Editor, 'names'>

/** The stores of one open workflow, and what joins them to the server and the browser. */
export function useEditorSetup({ workflow, catalog, eventTypes, names }: Setup): {
  editor: Editor
  saveState: SaveState
} {
  const queryClient = useQueryClient()
  const [saveState, setSaveState] = useState<SaveState>({ kind: 'saved', at: null })
  const [stable] = useState((): Stable => {
    const store = createEditorStore(workflow.draft.definition)
    const entries = new Map(catalog.map((entry) => [entry.type, entry]))
    const problems = createProblemStore(store, catalog, eventTypes)
    const saver = new DraftSaver({
      draft: workflow.draft,
      journal: openJournal(workflow.id, window.localStorage),
      put: (draft, leaving) => putDraft(workflow.id, draft, leaving),
      onState: setSaveState,
      onSaved(draft, found) {
        problems.learn(draft.definition, found)
        queryClient.setQueryData<Workflow>(
          keys.workflow(workflow.id),
          (known) => known && { ...known, draft, problems: found, hasUnpublishedChanges: true },
        )
        void queryClient.invalidateQueries({ queryKey: keys.workflow(workflow.id), exact: true })
      },
      onNewer(definition) {
        store.getState().change(() => definition)
        showDone('This workflow was changed elsewhere', 'You see the newest. Undo brings back what was here.')
      },
    })
    return {
      workflowId: workflow.id,
      store,
      view: createViewStore(),
      problems,
      saver,
      catalog,
      entries,
      eventTypes,
      branchesOf: ({ type, config }) => nodeBranches(entries.get(type), config),
    }
  })

  const opened = useRef(workflow)
  useEffect(() => connect(stable, opened.current), [stable])
  useEffect(() => stable.saver.see(workflow.draft), [stable, workflow.draft])

  // The same object while nothing in it changes: every node of the canvas reads it.
  const editor = useMemo(() => ({ ...stable, names }), [stable, names])
  return { editor, saveState }
}

/** Joins the document to its checks, the saver and the browser; gives what ends it. */
function connect({ store, saver, problems }: Stable, opened: Workflow): () => void {
  const ended = new AbortController()
  const stopChecks = problems.start()
  problems.learn(opened.draft.definition, opened.problems)
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history.present !== before.history.present) saver.change(state.history.present)
  })
  restore(opened, store, saver)

  const { signal } = ended
  window.addEventListener('online', () => saver.retry(), { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void saver.flush(true), {
    signal,
  })
  window.addEventListener('beforeunload', (event) => holdBack(event, saver), { signal })

  return () => {
    ended.abort()
    unsubscribe()
    stopChecks()
    void saver.flush().finally(() => saver.stop())
  }
}

/** What could not be saved is worth a question; the rest is on its way, and in the journal. */
function holdBack(event: BeforeUnloadEvent, saver: DraftSaver): void {
  if (!saver.hasUnsavedChanges) return
  void saver.flush(true)
  if (saver.state.kind === 'conflict' || saver.state.kind === 'refused') event.preventDefault()
}

/** What this browser kept while the server could not be reached goes on from there, as one change. */
function restore(opened: Workflow, store: Stable['store'], saver: DraftSaver): void {
  const journal = openJournal(opened.id, window.localStorage)
  const kept = journal.read()
  if (!kept) return
  if (isSameJson(kept.definition, opened.draft.definition)) {
    journal.clear()
    return
  }
  saver.startFrom(kept.revision)
  store.getState().change(() => kept.definition)
  showDone('Restored what was not saved yet', 'It was kept in this browser.')
}

function putDraft(id: string, { definition, revision }: Draft, leaving: boolean) {
  return unwrap(
    client.api.workflows[':id'].draft.$put(
      { param: { id }, json: { definition, revision } },
      // A page that is closing may still send 64 kB; larger drafts are in the journal.
      leaving ? { init: { keepalive: JSON.stringify(definition).length < 60_000 } } : {},
    ),
  )
}
