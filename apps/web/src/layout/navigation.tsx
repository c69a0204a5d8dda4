import { NavLink, Stack, Tooltip } from '@mantine/core'
import {
  IconAddressBook,
  IconAlertTriangle,
  IconBolt,
  IconChartBar,
  IconHelpCircle,
  IconHistory,
  IconListDetails,
  IconMail,
  IconSettings,
  IconUsers,
} from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { Link, useLocation } from '@tanstack/react-router'
import { meQuery } from '../api/hub-queries.ts'
import classes from './navigation.module.css'

const PLACES = [
  { to: '/workflows', label: 'Automation', Icon: IconBolt },
  { to: '/dashboard', label: 'Dashboard', Icon: IconChartBar },
  { to: '/runs', label: 'Runs', Icon: IconListDetails },
  { to: '/failures', label: 'Failures', Icon: IconAlertTriangle },
  { to: '/why', label: 'Why?', Icon: IconHelpCircle },
  { to: '/records', label: 'Records', Icon: IconAddressBook, forAgents: true },
  { to: '/mail', label: 'Mail', Icon: IconMail },
  { to: '/audit', label: 'Audit', Icon: IconHistory },
  { to: '/people', label: 'People', Icon: IconUsers, forAdmins: true },
  { to: '/settings', label: 'Settings', Icon: IconSettings },
] as const

/** The places of the app; `rail` shows their icons only. */
export function Navigation({ rail, onNavigate }: { rail: boolean; onNavigate(): void }) {
  const { data: me } = useQuery(meQuery)
  const { pathname } = useLocation()
  const places = PLACES.filter(
    (place) => (me?.role !== 'agent' || 'forAgents' in place) && (me?.role === 'admin' || !('forAdmins' in place)),
  )
  return (
    <Stack component="nav" aria-label="Main" gap={2}>
      {places.map(({ to, label, Icon }) => {
        const active = pathname === to || pathname.startsWith(`${to}/`)
        return (
          <Tooltip key={to} label={label} position="right" disabled={!rail}>
            <NavLink
              component={Link}
              to={to}
              active={active}
              aria-current={active ? 'page' : undefined}
              aria-label={label}
              label={rail ? null : label}
              leftSection={<Icon size={19} stroke={1.8} aria-hidden />}
              classNames={{ root: classes.link, section: rail ? classes.railSection : '' }}
              onClick={onNavigate}
            />
          </Tooltip>
        )
      })}
    </Stack>
  )
}
