import { type ClientRequestOptions, hc } from 'hono/client'
import type { Api } from './routes.ts'

/** What the web app may know of the API: the wire's types and the typed client. No server code is bundled by this file. */
export type * from './contract/alert.ts'
export type * from './contract/analytics.ts'
export type * from './contract/audit.ts'
export type * from './contract/common.ts'
export type * from './contract/email-template.ts'
export type * from './contract/event.ts'
export type * from './contract/event-type.ts'
export type * from './contract/failure.ts'
export type * from './contract/live.ts'
export type * from './contract/mail-server.ts'
export type * from './contract/messages.ts'
export type * from './contract/notification-choice.ts'
export type * from './contract/people.ts'
export type * from './contract/records.ts'
export type * from './contract/run.ts'
export type * from './contract/secret.ts'
export type * from './contract/settings.ts'
export type * from './contract/step-test.ts'
export type * from './contract/template.ts'
export type * from './contract/timeline.ts'
export type * from './contract/transfer.ts'
export type * from './contract/webhook-sample.ts'
export type * from './contract/why.ts'
export type * from './contract/workflow.ts'
export type * from './contract/workflow-list.ts'

/** The typed client: `createClient('').api.workflows.$get({ query: {} })`. */
export function createClient(baseUrl: string, options?: ClientRequestOptions) {
  return hc<Api>(baseUrl, options)
}
