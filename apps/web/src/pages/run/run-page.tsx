import { useDocumentTitle } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { lazy, Suspense, useState } from 'react'
import { runQuery } from '../../api/run-queries.ts'
import { catalogQuery } from '../../api/workflow-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { PageError } from '../page-error.tsx'
import { PageLoading } from '../page-loading.tsx'
import { RunHeader } from './run-header.tsx'
import classes from './run-page.module.css'
import { stepsOf } from './run-steps.ts'
import { RunTimeline } from './run-timeline.tsx'

const RunCanvas = lazy(async () => ({ default: (await import('../../canvas/run-canvas.tsx')).RunCanvas }))

/** One run, as it stands: its way over the canvas, and every step with what came in and went out. */
export function RunPage() {
  const { runId } = useParams({ from: '/app/runs/$runId' })
  const run = useQuery(runQuery(runId))
  const catalog = useQuery(catalogQuery)
  const [chosen, setChosen] = useState<string | null | undefined>(undefined)
  useDocumentTitle(`${run.data?.workflowName ?? 'Run'} · Hubflow`)

  if (run.isError && !run.data) return <PageError error={run.error} />
  if (!run.data || !catalog.data) return catalog.isError ? <PageError error={catalog.error} /> : <PageLoading />

  const steps = stepsOf(run.data)
  // Until someone chooses, what is open is what needs looking at.
  const failed = steps.find(({ status }) => status === 'failed')
  const selectedNodeId = chosen === undefined ? (failed?.nodeId ?? null) : chosen

  return (
    <div className={classes.page}>
      <RunHeader run={run.data} />
      {run.isError && <ProblemAlert error={run.error} onRetry={() => run.refetch()} />}
      <div className={classes.columns}>
        <section aria-label="Canvas" className={classes.canvas}>
          <Suspense fallback={<PageLoading />}>
            <RunCanvas
              definition={run.data.definition}
              steps={steps}
              catalog={catalog.data}
              selectedNodeId={selectedNodeId}
              onSelect={setChosen}
            />
          </Suspense>
        </section>
        <RunTimeline
          run={run.data}
          steps={steps}
          catalog={catalog.data}
          selectedNodeId={selectedNodeId}
          onSelect={setChosen}
        />
      </div>
    </div>
  )
}
