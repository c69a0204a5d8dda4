import type { QueuedEmail } from '@hubflow/api/client'
import { Button } from '@mantine/core'
import { IconMail } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { meQuery } from '../../api/hub-queries.ts'
import { emailsQuery } from '../../api/mail-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ButtonLink } from '../../components/links.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { EmailBulkBar } from './email-bulk-bar.tsx'
import { EmailDrawer } from './email-drawer.tsx'
import { EmailTable } from './email-table.tsx'
import { MailFilters } from './mail-filters.tsx'
import { MailNotice } from './mail-notice.tsx'
import { type MailSearch, readMailSearch } from './mail-search.ts'
import { MailServerLine } from './mail-server-line.tsx'
import { MailTabs } from './mail-tabs.tsx'

export function MailPage() {
  const search = useSearch({ from: '/app/mail' })
  const navigate = useNavigate({ from: '/mail' })
  const { data: me } = useQuery(meQuery)
  const { status, run: runId, q, workflow: workflowId } = search
  const list = useInfiniteQuery(emailsQuery({ status, runId, q, workflowId }))
  const emails: QueuedEmail[] = list.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = [status, runId, q, workflowId].some((part) => part !== undefined)
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set())

  function show(part: { [Key in keyof MailSearch]: MailSearch[Key] | null }): void {
    void navigate({ search: (current) => readMailSearch({ ...current, ...part }) })
  }

  return (
    <Page title="Mail" description="What workflows wrote: what waits, what was sent, and what failed.">
      <MailTabs at="queue" />
      <MailNotice />
      {me?.role === 'admin' && <MailServerLine />}
      <MailFilters search={search} onChange={show} />
      <EmailBulkBar emails={emails.filter(({ id }) => chosen.has(id))} onClear={() => setChosen(new Set())} />
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton rows={8} />}
      {emails.length > 0 && (
        <EmailTable emails={emails} chosen={chosen} onChoose={setChosen} onOpen={(email) => show({ email })} />
      )}
      {list.isSuccess && emails.length === 0 && (
        <EmptyState
          icon={<IconMail size={26} />}
          title={filtered ? 'No mail fits these filters' : 'No mail yet'}
          action={
            filtered ? (
              <Button variant="default" onClick={() => navigate({ search: {} })}>
                Show all
              </Button>
            ) : (
              <ButtonLink to="/workflows">Go to the workflows</ButtonLink>
            )
          }
        >
          {filtered
            ? 'Look for another state, another workflow, or part of an address.'
            : 'Each mail of a workflow’s step “Send email” is shown here, as it goes out and what became of it.'}
        </EmptyState>
      )}
      <LoadMore list={list} />
      {search.email && <EmailDrawer id={search.email} onClose={() => show({ email: null })} />}
    </Page>
  )
}
