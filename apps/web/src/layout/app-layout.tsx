import { DEFAULT_HUB_SETTINGS } from '@hubflow/core'
import { AppShell, Burger, Group } from '@mantine/core'
import { useDisclosure, useMediaQuery } from '@mantine/hooks'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { Link, Outlet, useMatchRoute, useRouter } from '@tanstack/react-router'
import { useEffect } from 'react'
import { meQuery, settingsQuery } from '../api/hub-queries.ts'
import { startLive } from '../api/live.ts'
import classes from './app-layout.module.css'
import { ConnectionBanner } from './connection-banner.tsx'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'
import { NotificationsBell } from './notifications-bell.tsx'
import { ThemeSwitch } from './theme-switch.tsx'
import { UserMenu } from './user-menu.tsx'

/** The frame around every page behind the sign-in. */
export function AppLayout() {
  const [menuOpen, menu] = useDisclosure(false)
  const matchRoute = useMatchRoute()
  const inEditor = Boolean(matchRoute({ to: '/workflows/$workflowId' })) && !matchRoute({ to: '/workflows/new' })
  const narrow = useMediaQuery('(max-width: 68em)')
  // The canvas needs the width: there, and on a tablet, the navigation shows its icons only.
  const rail = (inEditor || narrow) && !menuOpen
  const hubName = useHubName()
  useLive()

  return (
    <AppShell
      header={{ height: 'var(--hub-header-height)' }}
      navbar={{ width: rail ? 60 : 208, breakpoint: 'xs', collapsed: { mobile: !menuOpen } }}
      transitionDuration={120}
    >
      <a href="#main" className={classes.skip}>
        Skip to the content
      </a>
      <AppShell.Header className={classes.header}>
        <Group gap="xs">
          <Burger
            opened={menuOpen}
            onClick={menu.toggle}
            hiddenFrom="xs"
            size="sm"
            aria-label={menuOpen ? 'Close the menu' : 'Open the menu'}
          />
          <Link to="/" className={classes.brand} aria-label={`${hubName}, to the start page`}>
            <Logo />
            <span className={classes.brandName}>{hubName}</span>
          </Link>
        </Group>
        <Group gap={4}>
          <ThemeSwitch />
          <NotificationsBell />
          <UserMenu />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar className={classes.navbar}>
        <Navigation rail={rail} onNavigate={menu.close} />
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <ConnectionBanner />
        <div id="main" className={classes.outlet} tabIndex={-1}>
          <Outlet />
        </div>
      </AppShell.Main>
    </AppShell>
  )
}

/** Agents cannot read the settings; for them it has the name that it came with. */
function useHubName(): string {
  const { data: me } = useQuery(meQuery)
  const { data } = useQuery({ ...settingsQuery, enabled: me !== undefined && me.role !== 'agent' })
  return data?.settings.hubName ?? DEFAULT_HUB_SETTINGS.hubName
}

function useLive(): void {
  const queryClient = useQueryClient()
  const router = useRouter()
  useEffect(
    () =>
      startLive(queryClient, () => {
        queryClient.clear()
        void router.invalidate()
      }),
    [queryClient, router],
  )
}
