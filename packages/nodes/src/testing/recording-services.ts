import { HUB_TABLES, type HubTableName, type Json, resolveText, type TemplateScope } from '@hubflow/core'
import type { EmailTemplate, HubRecord, Recipient, StepServices } from '../node.ts'
import type { OutboundRequest } from '../outbound/client.ts'
import { StepFailure } from '../step-failure.ts'

/** What a step did by its services, in the order that it did it. */
export type Recorded =
  | ({ did: 'email'; to: string } & Omit<Parameters<StepServices['queueEmail']>[0], 'to'>)
  | { did: 'notification'; userId: string; title: string; message: string; link: string | null }
  | { did: 'change'; table: string; id: string; column: string; value: Json }
  | { did: 'request'; request: OutboundRequest }

export const TEMPLATE_ID = '0199aaaa-0000-7000-8000-000000000010'
const OWNER: Recipient = {
  userId: '0199aaaa-0000-7000-8000-000000000001',
  email: 'tina@hub.test',
  name: 'Tina Trainer',
}
const MANAGER: Recipient = {
  userId: '0199aaaa-0000-7000-8000-000000000002',
  email: 'max@hub.test',
  name: 'Max Manager',
}
const TEMPLATE: EmailTemplate = {
  id: TEMPLATE_ID,
  name: 'Welcome',
  subject: 'Welcome, {{subject.client.first_name}}',
  bodyHtml: '<p>Hello {{subject.client.first_name}}</p>',
  bodyText: 'Hello {{subject.client.first_name}}',
  isMarketing: true,
}

/** A policy with its client, whose name holds what HTML and mail headers stumble over. */
export const SCOPE: TemplateScope = {
  trigger: { type: 'policy.created', data: { policy_id: '0199aaaa-0000-7000-8000-000000000020' } },
  steps: {},
  subject: {
    id: '0199aaaa-0000-7000-8000-000000000020',
    policy_number: 'P-1001',
    status: 'pending',
    renewal_date: '2026-06-01',
    client: { first_name: 'Maria "M" <b>', last_name: 'Lopez', email: 'maria@example.com' },
  },
  workflow: { id: '0199aaaa-0000-7000-8000-000000000030', name: 'Welcome' },
  run: { id: '0199aaaa-0000-7000-8000-000000000040', started_at: '2026-03-01T08:00:00.000Z', is_test: false },
  now: '2026-03-01T08:00:00.000Z',
}

/** A hub in memory: it knows two people, one mail template and a record under every id, and writes down what is done. */
export function recordingServices(changes: Partial<StepServices> = {}): {
  services: StepServices
  recorded: Recorded[]
} {
  const recorded: Recorded[] = []
  const services: StepServices = {
    run: {
      id: SCOPE.run.id,
      workflowId: SCOPE.workflow.id,
      workflowName: SCOPE.workflow.name,
      ownerId: OWNER.userId ?? '',
    },
    nodeId: 'n2',
    idempotencyKey: 'key-1',
    now: new Date(SCOPE.now),
    timeZone: 'Europe/Berlin',
    render: async (template, escaping) => resolveText(template, SCOPE, escaping),
    findRecipients: async (to) => to.map(recipientFor),
    findEmailTemplate: async (id) => (id === TEMPLATE_ID ? TEMPLATE : null),
    queueEmail({ to, ...mail }) {
      recorded.push({ did: 'email', to: to.email, ...mail })
      return `email-${recorded.length}`
    },
    createNotification(notification) {
      recorded.push({ did: 'notification', ...notification })
      return `notification-${recorded.length}`
    },
    readRecord: async (table, id) => recordOf(table, id),
    async updateRecord({ table, id, column, value }) {
      recorded.push({ did: 'change', table, id, column, value })
      return true
    },
    tryUpdate: async ({ value }) => ({ after: value }),
    http: {
      async send(request) {
        recorded.push({ did: 'request', request })
        return { status: 200, headers: { 'content-type': 'application/json' }, body: '{"ok":true}', truncated: false }
      },
    },
    readSecret: async (id) => `value of ${id}`,
    ...changes,
  }
  return { services, recorded }
}

/** A hub where nobody and nothing is found, and from which nothing can be reached. */
export function emptyHub(): Partial<StepServices> {
  return {
    findRecipients: async () => [],
    findEmailTemplate: async () => null,
    readRecord: async () => null,
    updateRecord: async () => false,
    tryUpdate: async () => null,
    http: { send: () => Promise.reject(new StepFailure('request-failed', 'Nothing answers.', { retryable: true })) },
  }
}

function recipientFor(to: string): Recipient {
  if (to === 'owner') return OWNER
  return to.startsWith('role:') || to.startsWith('user:') ? MANAGER : { userId: null, email: to, name: null }
}

function recordOf(table: HubTableName, id: string): HubRecord {
  return { id, ...Object.fromEntries(HUB_TABLES[table].columns.map((column) => [column.name, null])) }
}
