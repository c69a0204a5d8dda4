import { Group } from '@mantine/core'
import { IconInbox, IconTemplate } from '@tabler/icons-react'
import { ButtonLink } from '../../components/links.tsx'

const TABS = [
  { at: 'queue', to: '/mail', label: 'Queue', Icon: IconInbox },
  { at: 'templates', to: '/mail/templates', label: 'Templates', Icon: IconTemplate },
] as const

/** The places that belong to mail. */
export function MailTabs({ at }: { at: (typeof TABS)[number]['at'] }) {
  return (
    <Group component="nav" aria-label="Mail" gap={4} mb="md">
      {TABS.map(({ at: place, to, label, Icon }) => (
        <ButtonLink
          key={place}
          to={to}
          size="xs"
          variant={place === at ? 'light' : 'subtle'}
          aria-current={place === at ? 'page' : undefined}
          leftSection={<Icon size={15} aria-hidden />}
        >
          {label}
        </ButtonLink>
      ))}
    </Group>
  )
}
