import type { Version, Workflow } from '@hubflow/api/client'
import { IconHistory, IconRocket } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { versionsQuery, workflowQuery } from '../../api/workflow-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { PageError } from '../page-error.tsx'
import { PageLoading } from '../page-loading.tsx'
import { Comparison } from './comparison.tsx'
import { History } from './history.tsx'
import { type Restore, RestoreDialog } from './restore-dialog.tsx'
import { VersionList } from './version-list.tsx'
import classes from './versions.module.css'
import { sidesOf, type VersionsSearch } from './versions-search.ts'

/** What a workflow was: each published version, any two compared, and the way back to one. */
export function VersionsPage() {
  const { workflowId } = useParams({ from: '/app/workflows/$workflowId/versions' })
  const workflow = useQuery(workflowQuery(workflowId))
  const versions = useQuery(versionsQuery(workflowId))
  if (workflow.data && versions.data) return <Versions workflow={workflow.data} versions={versions.data} />
  const error = workflow.error ?? versions.error
  return error ? <PageError error={error} /> : <PageLoading />
}

function Versions({ workflow, versions }: { workflow: Workflow; versions: readonly Version[] }) {
  const { id, name, hasUnpublishedChanges } = workflow
  const search = useSearch({ from: '/app/workflows/$workflowId/versions' })
  const navigate = useNavigate({ from: '/workflows/$workflowId/versions' })
  const [restore, setRestore] = useState<Restore | null>(null)
  const sides = sidesOf(search, { versions, hasUnpublishedChanges })
  const show = (next: VersionsSearch) => void navigate({ search: { ...search, ...next }, replace: true })

  return (
    <Page
      title={`Versions of “${name}”`}
      description="Each publishing made one. Runs that are under way finish on the version that they began with."
      actions={
        <ButtonLink variant="default" to="/workflows/$workflowId" params={{ workflowId: id }}>
          Edit the workflow
        </ButtonLink>
      }
    >
      {versions.length === 0 ? (
        <EmptyState
          icon={<IconHistory size={26} />}
          title="It was not published yet"
          action={
            <ButtonLink
              leftSection={<IconRocket size={16} />}
              to="/workflows/$workflowId"
              params={{ workflowId: id }}
              search={{ guide: 'review' }}
            >
              Review and publish
            </ButtonLink>
          }
        >
          Each time it is published, what it was then is kept here: to compare, and to go back to.
        </EmptyState>
      ) : (
        <div className={classes.columns}>
          <VersionList
            workflowId={id}
            versions={versions}
            hasDraft={hasUnpublishedChanges}
            shown={sides.newer}
            onShow={(newer) => void navigate({ search: { newer, ...(search.as && { as: search.as }) }, replace: true })}
            onRestore={(version, live) => setRestore({ version, live })}
          />
          <Comparison workflow={workflow} versions={versions} sides={sides} as={search.as} onChange={show} />
        </div>
      )}
      <History workflowId={id} />
      {restore && <RestoreDialog workflow={workflow} restore={restore} onClose={() => setRestore(null)} />}
    </Page>
  )
}
