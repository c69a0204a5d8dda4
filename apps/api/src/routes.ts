import { Hono } from 'hono'
import { alertRoutes } from './alerts/routes.ts'
import { analyticsRoutes } from './analytics/routes.ts'
import { auditRoutes } from './audit/routes.ts'
import { catalogRoutes } from './catalog/routes.ts'
import { emailTemplateRoutes } from './email-templates/routes.ts'
import { eventRoutes } from './events/routes.ts'
import { failureRoutes } from './failures/routes.ts'
import type { ApiEnv } from './http/env.ts'
import { liveRoutes } from './live/routes.ts'
import { mailServerRoutes } from './mail-server/routes.ts'
import { messageRoutes } from './messages/routes.ts'
import { peopleRoutes } from './people/routes.ts'
import { userRoutes } from './people/user-routes.ts'
import { recordRoutes } from './records/routes.ts'
import { runRoutes } from './runs/routes.ts'
import { secretRoutes } from './secrets/routes.ts'
import type { Services } from './services.ts'
import { settingsRoutes } from './settings/routes.ts'
import { templateRoutes } from './templates/routes.ts'
import { whyRoutes } from './why/routes.ts'
import { workflowListRoutes } from './workflows/list/routes.ts'
import { workflowRoutes } from './workflows/routes.ts'
import { transferRoutes } from './workflows/transfer/routes.ts'

/** Every typed route under `/api`; the typed client follows from its type. */
export function apiRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .route('/', peopleRoutes(services))
    .route('/', userRoutes(services))
    .route('/', workflowRoutes(services))
    .route('/', workflowListRoutes(services))
    .route('/', transferRoutes(services))
    .route('/', runRoutes(services))
    .route('/', failureRoutes(services))
    .route('/', recordRoutes(services))
    .route('/', messageRoutes(services))
    .route('/', emailTemplateRoutes(services))
    .route('/', mailServerRoutes(services))
    .route('/', catalogRoutes(services))
    .route('/', templateRoutes())
    .route('/', eventRoutes(services))
    .route('/', analyticsRoutes(services))
    .route('/', alertRoutes(services))
    .route('/', whyRoutes(services))
    .route('/', secretRoutes(services))
    .route('/', settingsRoutes(services))
    .route('/', auditRoutes(services))
    .route('/', liveRoutes(services))
}

export type Api = ReturnType<typeof apiRoutes>
