import type { UserWithWorkflows } from '@hubflow/api/client'
import { Stack, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { userQuery } from '../../api/people.ts'
import { TextLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { ApiKeysSection } from '../account/api-keys-section.tsx'
import { SessionsSection } from '../account/sessions-section.tsx'
import { PageLoading } from '../page-loading.tsx'
import { OwnedWorkflows } from './owned-workflows.tsx'
import { PersonAccount } from './person-account.tsx'
import { PersonActions } from './person-actions.tsx'

/** One person: what they may do, what they own, and where they are signed in. */
export function PersonPage() {
  const { personId } = useParams({ from: '/app/people/$personId' })
  const user = useQuery(userQuery(personId))
  if (user.isPending) return <PageLoading />
  if (user.isError) {
    return (
      <Page title="Person">
        <ProblemAlert error={user.error} onRetry={() => user.refetch()} />
        <TextLink to="/people">All people</TextLink>
      </Page>
    )
  }
  return <Person user={user.data} />
}

function Person({ user }: { user: UserWithWorkflows }) {
  return (
    <Page title={user.name} description={user.email} actions={<PersonActions user={user} />}>
      <Stack gap="xl">
        <PersonAccount user={user} />
        <Part title="Workflows">
          <OwnedWorkflows user={user} />
        </Part>
        <Part title="Signed in">
          <SessionsSection userId={user.id} />
        </Part>
        <Part title="API keys">
          <ApiKeysSection userId={user.id} />
        </Part>
      </Stack>
    </Page>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section aria-label={title}>
      <Title order={2} size="h4" mb={4}>
        {title}
      </Title>
      {children}
    </section>
  )
}
