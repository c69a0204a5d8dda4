import type { Workflow } from '@hubflow/api/client'
import type { CatalogEntry, EventTypeInfo } from '@hubflow/core'
import { VisuallyHidden } from '@mantine/core'
import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { ReactFlowProvider } from '@xyflow/react'
import { useEffect, useRef, useState } from 'react'
import { eventTypesQuery } from '../api/hub-queries.ts'
import { catalogQuery, workflowQuery } from '../api/workflow-queries.ts'
import { useSentenceNames } from '../canvas/sentence-names.ts'
import { WorkflowCanvas } from '../canvas/workflow-canvas.tsx'
import { Page } from '../components/page.tsx'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { Guide } from '../features/guide/guide.tsx'
import { PageLoading } from '../pages/page-loading.tsx'
import { RunNowDialog } from '../run-now/run-now-dialog.tsx'
import { showField, toOutline } from './commands.ts'
import { ConflictDialog } from './conflict-dialog.tsx'
import type { SaveState } from './draft-saver.ts'
import { EditingNote } from './editing-note.tsx'
import { EditorContext, useEditor, useView } from './editor-context.ts'
import classes from './editor-page.module.css'
import type { GuideStep } from './editor-search.ts'
import { LiveRun } from './live-run.tsx'
import { Palette } from './palette.tsx'
import { ProblemsPanel } from './problems-panel.tsx'
import { RightPanel } from './right-panel.tsx'
import { ShortcutsDialog } from './shortcuts-dialog.tsx'
import { Tester } from './step-tests/tester.tsx'
import { TopBar } from './top-bar.tsx'
import { useEditorSetup } from './use-editor-setup.ts'
import { useShortcuts } from './use-shortcuts.ts'

/** The workflow builder. */
export function EditorPage({ workflowId }: { workflowId: string }) {
  const workflow = useQuery({ ...workflowQuery(workflowId), refetchOnMount: 'always' })
  const catalog = useQuery(catalogQuery)
  const eventTypes = useQuery(eventTypesQuery)
  useDocumentTitle(`${workflow.data?.name ?? 'Workflow'} · Hubflow`)

  const error = workflow.data ? (catalog.error ?? eventTypes.error) : workflow.error
  if (error) {
    return (
      <Page title="Workflow">
        <ProblemAlert
          error={error}
          onRetry={() => void Promise.all([workflow.refetch(), catalog.refetch(), eventTypes.refetch()])}
        />
      </Page>
    )
  }
  // What a page before has left in memory may be old: editing begins from what the server has now.
  const isFresh = workflow.isFetchedAfterMount || workflow.isError
  if (!workflow.data || !isFresh || !catalog.data || !eventTypes.data) return <PageLoading />
  return (
    <ReactFlowProvider>
      <OpenWorkflow workflow={workflow.data} catalog={catalog.data} eventTypes={eventTypes.data} />
    </ReactFlowProvider>
  )
}

interface OpenWorkflowProps {
  workflow: Workflow
  catalog: readonly CatalogEntry[]
  eventTypes: readonly EventTypeInfo[]
}

function OpenWorkflow({ workflow, catalog, eventTypes }: OpenWorkflowProps) {
  const names = useSentenceNames()
  const { editor, saveState } = useEditorSetup({ workflow, catalog, eventTypes, names })
  return (
    <EditorContext value={editor}>
      <Workspace workflow={workflow} saveState={saveState} />
    </EditorContext>
  )
}

function Workspace({ workflow, saveState }: { workflow: Workflow; saveState: SaveState }) {
  const editor = useEditor()
  const { view } = editor
  const [dialog, setDialog] = useState<'run' | null>(null)
  const problemsOpen = useView((state) => state.problemsOpen)
  const runId = useView((state) => state.runId)
  const { guide, node, field, example } = useSearch({ from: '/app/workflows/$workflowId' })
  const navigate = useNavigate({ from: '/workflows/$workflowId' })
  useShortcuts(guide === undefined)
  const shown = useRef('')
  useEffect(() => {
    const asked = `${node ?? ''} ${field ?? ''}`
    // Once: whoever goes on to another step is not called back.
    if (node !== undefined && shown.current !== asked)
      showField(editor, node, field === undefined ? undefined : [field])
    shown.current = asked
  }, [editor, node, field])

  function setGuide(step: GuideStep | undefined): void {
    // The canvas is drawn anew: what was chosen stays chosen.
    const [nodeId] = view.getState().selectedIds
    if (!step && nodeId !== undefined)
      view.setState(({ request }) => ({ request: request ?? { nodeId, center: false } }))
    void navigate({ search: ({ guide: _, ...others }) => (step ? { ...others, guide: step } : others) })
  }
  function show(started: string): void {
    view.setState({ runId: started, steps: new Map() })
    setGuide(undefined)
  }
  const test = () => view.setState({ testAsk: { scope: 'all' } })

  return (
    <div className={classes.editor}>
      <VisuallyHidden component="h1">{workflow.name}</VisuallyHidden>
      {!guide && (
        <button type="button" className={classes.skip} onClick={() => toOutline(editor)}>
          Build it as a list, by keyboard
        </button>
      )}
      <TopBar
        workflow={workflow}
        saveState={saveState}
        onTest={test}
        onRun={() => setDialog('run')}
        guide={guide}
        onGuide={setGuide}
      />
      <div className={classes.workspace}>
        {!guide && <Palette />}
        <div className={classes.middle}>
          {guide ? <Guide workflow={workflow} step={guide} onStep={setGuide} /> : <WorkflowCanvas />}
          {runId && !guide && <LiveRun runId={runId} />}
          <EditingNote />
          {problemsOpen && <ProblemsPanel onGo={() => setGuide(undefined)} />}
        </div>
        {!guide && <RightPanel onTest={test} onReview={() => setGuide('review')} />}
      </div>
      <ShortcutsDialog />
      {dialog === 'run' && <RunNowDialog workflow={workflow} onClose={() => setDialog(null)} onStarted={show} />}
      <Tester workflow={workflow} example={example} onShow={show} />
      {saveState.kind === 'conflict' && <ConflictDialog theirs={saveState.theirs} name={workflow.name} />}
    </div>
  )
}
