import type { QueuedEmail } from '@hubflow/api/client'
import { EMAIL_STATUSES } from '@hubflow/core'
import { Button, Group, Select } from '@mantine/core'
import { IconMail, IconX } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import { emailsQuery } from '../../api/queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { statusWord } from '../../components/status-badge.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { EmailDrawer } from './email-drawer.tsx'
import { EmailTable } from './email-table.tsx'
import { MailNotice } from './mail-notice.tsx'
import { type MailSearch, readMailSearch } from './mail-search.ts'
import { MailTabs } from './mail-tabs.tsx'

export function MailPage() {
  const search = useSearch({ from: '/app/mail' })
  const navigate = useNavigate({ from: '/mail' })
  const list = useInfiniteQuery(emailsQuery({ status: search.status, runId: search.run }))
  const emails: QueuedEmail[] = list.data?.pages.flatMap((page) => page.items) ?? []
  const filtered = search.status !== undefined || search.run !== undefined

  function show(part: { [Key in keyof MailSearch]: MailSearch[Key] | null }): void {
    void navigate({ search: readMailSearch({ ...search, ...part }) })
  }

  return (
    <Page title="Mail" description="What workflows wrote: what waits, what was sent, and what failed.">
      <MailTabs at="queue" />
      <MailNotice />
      <Group gap="xs" mb="sm">
        <Select
          aria-label="Status"
          placeholder="Any status"
          w={160}
          clearable
          data={EMAIL_STATUSES.map((value) => ({ value, label: statusWord('email', value) }))}
          value={search.status ?? null}
          onChange={(value) => show({ status: EMAIL_STATUSES.find((status) => status === value) ?? null })}
        />
        {search.run && (
          <Button variant="light" rightSection={<IconX size={14} />} onClick={() => show({ run: null })}>
            Of one run only
          </Button>
        )}
      </Group>
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton rows={8} />}
      {emails.length > 0 && <EmailTable emails={emails} onOpen={(email) => show({ email })} />}
      {list.isSuccess && emails.length === 0 && (
        <EmptyState
          icon={<IconMail size={26} />}
          title={filtered ? 'No mail fits these filters' : 'No mail yet'}
          action={
            filtered && (
              <Button variant="default" onClick={() => navigate({ search: {} })}>
                Show all
              </Button>
            )
          }
        >
          A workflow's step “Send email” puts its mail here, rendered as it goes out.
        </EmptyState>
      )}
      <LoadMore list={list} />
      {search.email && list.isSuccess && (
        <EmailDrawer email={emails.find(({ id }) => id === search.email)} onClose={() => show({ email: null })} />
      )}
    </Page>
  )
}
