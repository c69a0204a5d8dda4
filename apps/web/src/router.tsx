import type { Me } from '@hubflow/api/client'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  notFound,
  redirect,
} from '@tanstack/react-router'
import { ApiError } from './api/api-error.ts'
import { eventTypesQuery, meQuery } from './api/hub-queries.ts'
import { catalogQuery, workflowQuery } from './api/workflow-queries.ts'
import { readEditorSearch } from './editor/editor-search.ts'
import { AppLayout } from './layout/app-layout.tsx'
import { readAccountSearch } from './pages/account/account-search.ts'
import { readAuditSearch } from './pages/audit/audit-search.ts'
import { readDashboardSearch } from './pages/dashboard/dashboard-search.ts'
import { readMailSearch } from './pages/mail/mail-search.ts'
import { NotFoundPage } from './pages/not-found-page.tsx'
import { PageError } from './pages/page-error.tsx'
import { PageLoading } from './pages/page-loading.tsx'
import { readRunSearch } from './pages/runs/run-search.ts'
import { readSettingsSearch } from './pages/settings/settings-search.ts'
import { readVersionsSearch } from './pages/versions/versions-search.ts'
import { readWhySearch } from './pages/why/why-search.ts'
import { readWorkflowSearch } from './pages/workflows/workflow-search.ts'

const rootRoute = createRootRouteWithContext<{ queryClient: QueryClient }>()({})

const signInRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => {
    const next = search.next
    // A path of ours alone: a link must not be able to send someone elsewhere after signing in.
    return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? { next } : {}
  },
  component: lazyRouteComponent(() => import('./pages/sign-in/sign-in-page.tsx'), 'SignInPage'),
})

const forgottenRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/forgotten-password',
  component: lazyRouteComponent(() => import('./pages/sign-in/forgotten-password-page.tsx'), 'ForgottenPasswordPage'),
})

const resetRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/reset-password',
  validateSearch: ({ token, error }): { token?: string; error?: string } => ({
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof error === 'string' ? { error } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/sign-in/reset-password-page.tsx'), 'ResetPasswordPage'),
})

const invitationRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/invitation',
  validateSearch: ({ token }): { token?: string } => (typeof token === 'string' ? { token } : {}),
  component: lazyRouteComponent(() => import('./pages/sign-in/invitation-page.tsx'), 'InvitationPage'),
})

/** Everything behind the sign-in. */
const appRoute = createRoute({
  getParentRoute: () => rootRoute,
  id: 'app',
  beforeLoad: async ({ context, location }) => {
    try {
      return { me: await context.queryClient.ensureQueryData(meQuery) }
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/sign-in', search: { next: location.href } })
      throw error
    }
  },
  component: AppLayout,
})

const homeRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/',
  beforeLoad: ({ context }) => {
    if (context.me.role === 'agent') throw redirect({ to: '/records/$table', params: { table: 'policies' } })
    throw redirect({ to: '/workflows' })
  },
})

/** Agents see their records and their notifications; for them the rest does not exist. */
function refuseAgents({ context }: { context: { me: Me } }): void {
  if (context.me.role === 'agent') throw notFound()
}

const dashboardRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/dashboard',
  beforeLoad: refuseAgents,
  validateSearch: readDashboardSearch,
  component: lazyRouteComponent(() => import('./pages/dashboard/dashboard-page.tsx'), 'DashboardPage'),
})

/** Who signs in is the admins' affair. */
function refuseAllButAdmins({ context }: { context: { me: Me } }): void {
  if (context.me.role !== 'admin') throw notFound()
}

const workflowsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows',
  beforeLoad: refuseAgents,
  validateSearch: readWorkflowSearch,
  component: lazyRouteComponent(() => import('./pages/workflows/workflows-page.tsx'), 'WorkflowsPage'),
})

const newWorkflowRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows/new',
  beforeLoad: refuseAgents,
  component: lazyRouteComponent(() => import('./pages/workflows/new-workflow-page.tsx'), 'NewWorkflowPage'),
})

const editorRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows/$workflowId',
  beforeLoad: refuseAgents,
  validateSearch: readEditorSearch,
  // Not waited for: on its way while the page itself is fetched, and from the moment that the pointer rests on a link.
  loader: ({ context: { queryClient }, params: { workflowId } }) => {
    void queryClient.prefetchQuery(workflowQuery(workflowId))
    void queryClient.prefetchQuery(catalogQuery)
    void queryClient.prefetchQuery(eventTypesQuery)
  },
  shouldReload: false,
  component: lazyRouteComponent(() => import('./pages/workflows/editor-route.tsx'), 'EditorRoute'),
})

const versionsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/workflows/$workflowId/versions',
  beforeLoad: refuseAgents,
  validateSearch: readVersionsSearch,
  component: lazyRouteComponent(() => import('./pages/versions/versions-page.tsx'), 'VersionsPage'),
})

const runsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/runs',
  beforeLoad: refuseAgents,
  validateSearch: readRunSearch,
  component: lazyRouteComponent(() => import('./pages/runs/runs-page.tsx'), 'RunsPage'),
})

const runRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/runs/$runId',
  beforeLoad: refuseAgents,
  component: lazyRouteComponent(() => import('./pages/run/run-page.tsx'), 'RunPage'),
})

const failuresRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/failures',
  beforeLoad: refuseAgents,
  component: lazyRouteComponent(() => import('./pages/failures/failures-page.tsx'), 'FailuresPage'),
})

const whyRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/why',
  beforeLoad: refuseAgents,
  validateSearch: readWhySearch,
  component: lazyRouteComponent(() => import('./pages/why/why-page.tsx'), 'WhyPage'),
})

const mailRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/mail',
  beforeLoad: refuseAgents,
  validateSearch: readMailSearch,
  component: lazyRouteComponent(() => import('./pages/mail/mail-page.tsx'), 'MailPage'),
})

const auditRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/audit',
  beforeLoad: refuseAgents,
  validateSearch: readAuditSearch,
  component: lazyRouteComponent(() => import('./pages/audit/audit-page.tsx'), 'AuditPage'),
})

const peopleRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people',
  beforeLoad: refuseAllButAdmins,
  component: lazyRouteComponent(() => import('./pages/people/people-page.tsx'), 'PeoplePage'),
})

const personRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/people/$personId',
  beforeLoad: refuseAllButAdmins,
  component: lazyRouteComponent(() => import('./pages/people/person-page.tsx'), 'PersonPage'),
})

const accountRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/account',
  validateSearch: readAccountSearch,
  component: lazyRouteComponent(() => import('./pages/account/account-page.tsx'), 'AccountPage'),
})

const templatesRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/mail/templates',
  beforeLoad: refuseAgents,
  component: lazyRouteComponent(() => import('./pages/templates/templates-page.tsx'), 'TemplatesPage'),
})

const templateRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/mail/templates/$templateId',
  beforeLoad: refuseAgents,
  component: lazyRouteComponent(() => import('./pages/templates/template-page.tsx'), 'TemplatePage'),
})

const settingsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/settings',
  beforeLoad: refuseAgents,
  validateSearch: readSettingsSearch,
  component: lazyRouteComponent(() => import('./pages/settings/settings-page.tsx'), 'SettingsPage'),
})

const recordsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/records',
  beforeLoad: () => {
    throw redirect({ to: '/records/$table', params: { table: 'policies' } })
  },
})

const recordTableRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/records/$table',
  validateSearch: ({ record, sort }): { record?: string; sort?: string } => ({
    ...(typeof record === 'string' && record ? { record } : {}),
    ...(typeof sort === 'string' && /^-?[a-z_]+$/.test(sort) ? { sort } : {}),
  }),
  component: lazyRouteComponent(() => import('./pages/records/records-page.tsx'), 'RecordsPage'),
})

const recordRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/records/$table/$recordId',
  component: lazyRouteComponent(() => import('./pages/records/record-page.tsx'), 'RecordPage'),
})

const notificationsRoute = createRoute({
  getParentRoute: () => appRoute,
  path: '/notifications',
  component: lazyRouteComponent(() => import('./pages/notifications/notifications-page.tsx'), 'NotificationsPage'),
})

const unknownRoute = createRoute({ getParentRoute: () => appRoute, path: '$', component: NotFoundPage })

const routeTree = rootRoute.addChildren([
  signInRoute,
  forgottenRoute,
  resetRoute,
  invitationRoute,
  appRoute.addChildren([
    homeRoute,
    dashboardRoute,
    workflowsRoute,
    newWorkflowRoute,
    editorRoute,
    versionsRoute,
    runsRoute,
    runRoute,
    failuresRoute,
    whyRoute,
    mailRoute,
    templatesRoute,
    templateRoute,
    auditRoute,
    peopleRoute,
    personRoute,
    accountRoute,
    settingsRoute,
    recordsRoute,
    recordTableRoute,
    recordRoute,
    notificationsRoute,
    unknownRoute,
  ]),
])

export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: PageLoading,
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>
  }
}
