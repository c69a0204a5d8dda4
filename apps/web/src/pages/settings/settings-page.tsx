import { Tabs } from '@mantine/core'
import { useSuspenseQuery } from '@tanstack/react-query'
import { useNavigate, useSearch } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { meQuery } from '../../api/hub-queries.ts'
import { Page } from '../../components/page.tsx'
import { AddressesSection } from './addresses-section.tsx'
import { EventTypesSection } from './event-types-section.tsx'
import { HubSection } from './hub-section.tsx'
import { SecretsSection } from './secrets-section.tsx'
import { readSettingsSearch, SECTIONS, type Section } from './settings-search.ts'

const WORDS: Record<Section, string> = {
  hub: 'Hub',
  secrets: 'Secrets',
  addresses: 'No marketing mail',
  events: 'Events',
}

export function SettingsPage() {
  const { data: me } = useSuspenseQuery(meQuery)
  const { section = 'hub', secret } = useSearch({ from: '/app/settings' })
  const navigate = useNavigate({ from: '/settings' })
  const isAdmin = me.role === 'admin'
  const panels: Record<Section, ReactNode> = {
    hub: <HubSection isAdmin={isAdmin} timeZone={me.timeZone} />,
    secrets: <SecretsSection wanted={secret} />,
    addresses: <AddressesSection />,
    events: <EventTypesSection isAdmin={isAdmin} />,
  }
  return (
    <Page title="Settings" description="What holds for the whole hub and all of its workflows.">
      <Tabs
        value={section}
        onChange={(next) => navigate({ search: readSettingsSearch({ section: next }) })}
        keepMounted={false}
      >
        <Tabs.List mb="md" aria-label="Kind of setting">
          {SECTIONS.map((each) => (
            <Tabs.Tab key={each} value={each}>
              {WORDS[each]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        {SECTIONS.map((each) => (
          <Tabs.Panel key={each} value={each}>
            {panels[each]}
          </Tabs.Panel>
        ))}
      </Tabs>
    </Page>
  )
}
