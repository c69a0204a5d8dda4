import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useEffect, useState } from 'react'
import { useTestWorkflow } from '../../api/hooks.ts'
import { runQuery } from '../../api/run-queries.ts'
import { stepTestsQuery } from '../../api/workflow-queries.ts'
import { showDone, showFailure } from '../../components/toast.tsx'
import { TestDialog } from '../../run-now/test-dialog.tsx'
import { useEditor, useView } from '../editor-context.ts'
import type { TestAsk } from '../view-store.ts'
import { useExample } from './use-example.ts'
import { walkFor } from './walk-for.ts'

interface TesterProps {
  workflow: { id: string; name: string }
  /** The run that the address names as the example. */
  example: string | undefined
  /** Shows a test of more than one step on the canvas. */
  onShow(runId: string): void
}

/** Answers every wish to test: at once where data is known, else it asks for some. Keeps what is known of tests. */
export function Tester({ workflow, example: asked, onShow }: TesterProps) {
  const editor = useEditor()
  const { view, store, tests } = editor
  const ask = useView((state) => state.testAsk)
  const [dialog, setDialog] = useState<TestAsk | null>(null)
  const { example, isLoading } = useExample()
  const start = useTestWorkflow()
  const navigate = useNavigate({ from: '/workflows/$workflowId' })
  const { data } = useQuery(stepTestsQuery(workflow.id))
  useEffect(() => {
    if (data) tests.learn(data)
  }, [data, tests])
  useEffect(() => {
    if (!asked) return
    tests.chooseExample(asked)
    showDone('Tests begin with what that run began with', 'Its values stand in the fields, too.')
  }, [asked, tests])

  function show(of: TestAsk, runId: string): void {
    // What was begun with it is the example from now on.
    if (asked) void navigate({ search: ({ example: _, ...others }) => others, replace: true })
    if (of.scope === 'step' && of.nodeId !== undefined) {
      view.setState({ stepTest: { nodeId: of.nodeId, runId, isDone: false } })
      if (view.getState().selectedIds[0] !== of.nodeId)
        view.setState({ selectedIds: [of.nodeId], request: { nodeId: of.nodeId, center: false } })
    } else onShow(runId)
  }

  useEffect(() => {
    if (!ask || isLoading) return
    view.setState({ testAsk: null })
    if (ask.scope === 'all' || ask.choose || !example) {
      setDialog(ask)
      return
    }
    const definition = store.getState().history.present
    const walk = walkFor(ask, definition, example, tests.getState().byNode)
    start.mutate(
      { id: workflow.id, definition, runId: example.runId, ...walk },
      {
        onSuccess: ({ runId }) => show(ask, runId),
        onError: (error) => showFailure('The test did not start', error),
      },
    )
  })

  return (
    <>
      <StepTestEnd />
      {dialog && (
        <TestDialog
          workflow={workflow}
          definition={store.getState().history.present}
          ask={dialog}
          walkFor={(from) => walkFor(dialog, store.getState().history.present, from, tests.getState().byNode)}
          onClose={() => setDialog(null)}
          onStarted={(runId) => show(dialog, runId)}
        />
      )}
    </>
  )
}

/** Live messages come first; asking again is for the moments without a connection. */
const ASK_AGAIN_MS = 1000

/** Waits for the end of the test of one step. */
function StepTestEnd() {
  const { view, workflowId } = useEditor()
  const queryClient = useQueryClient()
  const stepTest = useView((state) => state.stepTest)
  const isAwaited = stepTest !== null && !stepTest.isDone
  const { data: run } = useQuery({
    ...runQuery(stepTest?.runId ?? ''),
    enabled: isAwaited,
    refetchInterval: isAwaited ? ASK_AGAIN_MS : false,
  })
  const isOver = isAwaited && run?.id === stepTest.runId && run.completedAt !== null
  useEffect(() => {
    if (!isOver) return
    view.setState(({ stepTest: current }) => ({ stepTest: current && { ...current, isDone: true } }))
    void queryClient.invalidateQueries(stepTestsQuery(workflowId))
  }, [isOver, view, queryClient, workflowId])
  return null
}
