import type { Workflow } from '@hubflow/api/client'
import type { CatalogEntry, EventTypeInfo } from '@hubflow/core'
import { useQueryClient } from '@tanstack/react-query'
import { del, entries as onDisk, set } from 'idb-keyval'
import { useEffect, useMemo, useRef, useState } from 'react'
import { client, unwrap } from '../api/client.ts'
import { keys } from '../api/keys.ts'
import { nodeBranches } from '../canvas/branch.ts'
import type { SentenceNames } from '../canvas/sentence-names.ts'
import { showDone } from '../components/toast.tsx'
import { type DraftJournal, openJournal } from './draft-journal.ts'
import { type Draft, DraftSaver, type SaveState } from './draft-saver.ts'
import type { Editor } from './editor-context.ts'
import { createEditorStore } from './editor-store.ts'
import { change, undo } from './history.ts'
import { keepHistory, keptHistory } from './kept-history.ts'
import { createProblemStore } from './problem-store.ts'
import { isSameJson } from './same-json.ts'
import { createTestStore } from './step-tests/test-store.ts'
import { createViewStore } from './view-store.ts'

interface Setup {
  workflow: Workflow
  catalog: readonly CatalogEntry[]
  eventTypes: readonly EventTypeInfo[]
  names: SentenceNames
}

type Stable = Omit<Editor, 'names'> & { journal: DraftJournal }

/** The stores of one open workflow, and what joins them to the server and the browser. */
export function useEditorSetup({ workflow, catalog, eventTypes, names }: Setup): {
  editor: Editor
  saveState: SaveState
} {
  const queryClient = useQueryClient()
  const [saveState, setSaveState] = useState<SaveState>({ kind: 'saved', at: null })
  const [stable] = useState((): Stable => {
    const { definition } = workflow.draft
    const store = createEditorStore(definition, keptHistory(workflow.id, definition, window.sessionStorage))
    const journal = openJournal(workflow.id, window.localStorage, navigator.locks, { set, del, entries: onDisk })
    const entries = new Map(catalog.map((entry) => [entry.type, entry]))
    const problems = createProblemStore(store, catalog, eventTypes)
    const saver = new DraftSaver({
      draft: workflow.draft,
      journal,
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
      tests: createTestStore(store),
      saver,
      journal,
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
function connect({ store, saver, problems, tests, journal }: Stable, opened: Workflow): () => void {
  const ended = new AbortController()
  const stopChecks = problems.start()
  const stopTests = tests.start()
  problems.learn(opened.draft.definition, opened.problems)
  const unsubscribe = store.subscribe((state, before) => {
    if (state.history.present !== before.history.present) saver.change(state.history.present)
  })
  void restore(opened, store, saver, journal)

  const { signal } = ended
  window.addEventListener('online', () => saver.retry(), { signal })
  document.addEventListener('visibilitychange', () => document.visibilityState === 'hidden' && void saver.flush(true), {
    signal,
  })
  window.addEventListener('beforeunload', (event) => holdBack(event, saver), { signal })
  const keep = () => keepHistory(opened.id, store.getState().history, window.sessionStorage)
  window.addEventListener('pagehide', keep, { signal })

  return () => {
    ended.abort()
    keep()
    unsubscribe()
    stopChecks()
    stopTests()
    void saver.flush().finally(() => {
      saver.stop()
      journal.close()
    })
  }
}

/** What could not be saved is worth a question; the rest is on its way, and in the journal. */
function holdBack(event: BeforeUnloadEvent, saver: DraftSaver): void {
  if (!saver.hasUnsavedChanges) return
  void saver.flush(true)
  if (saver.state.kind === 'conflict' || saver.state.kind === 'refused') event.preventDefault()
}

/** What this browser kept while the server could not be reached goes on from there, as one change. */
async function restore(
  opened: Workflow,
  store: Stable['store'],
  saver: DraftSaver,
  journal: DraftJournal,
): Promise<void> {
  const kept = await journal.takeOver()
  if (!kept) return
  if (isSameJson(kept.definition, opened.draft.definition)) {
    journal.clear()
    return restore(opened, store, saver, journal)
  }
  saver.startFrom(kept.revision)
  store.setState(({ history }) => ({
    // After a reload it is what could be undone last: then it is the present again.
    history: isSameJson(history.past.at(-1), kept.definition)
      ? { ...undo(history), future: [] }
      : change(history, kept.definition),
  }))
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
