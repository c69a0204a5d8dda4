import { Tabs } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { meQuery } from '../../api/hub-queries.ts'
import { Page } from '../../components/page.tsx'
import { ROLE_WORDS } from '../../layout/role-words.ts'
import { ACCOUNT_SECTIONS, type AccountSection, readAccountSearch } from './account-search.ts'
import { ApiKeysSection } from './api-keys-section.tsx'
import { NotificationsSection } from './notifications-section.tsx'
import { PasswordSection } from './password-section.tsx'
import { SessionsSection } from './sessions-section.tsx'

const WORDS: Record<AccountSection, string> = {
  password: 'Password',
  sessions: 'Where you are signed in',
  keys: 'API keys',
  notifications: 'Notifications',
}

/** What is everybody's own: password, sessions, keys, and what they are told. */
export function AccountPage() {
  const { data: me } = useSuspenseQuery(meQuery)
  const { section = 'password' } = useSearch({ from: '/app/account' })
  const navigate = useNavigate({ from: '/account' })
  const panels: Record<AccountSection, ReactNode> = {
    password: <PasswordSection />,
    sessions: <SessionsSection />,
    keys: <ApiKeysSection />,
    notifications: <NotificationsSection mail={me.mail} />,
  }
  return (
    <Page title="My account" description={`${me.name}, ${me.email}, ${ROLE_WORDS[me.role].toLowerCase()}`}>
      <Tabs
        value={section}
        onChange={(next) => navigate({ search: readAccountSearch({ section: next }) })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Part of your account">
          {ACCOUNT_SECTIONS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {WORDS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {ACCOUNT_SECTIONS.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {panels[each]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
