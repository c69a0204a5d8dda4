/** The first part of every query's key: live messages name what to fetch again by these. */
export const keys = {
  me: ['me'],
  people: ['people'],
  /** All that is known of workflows in lists: the next three together. */
  workflows: ['workflows'],
  allWorkflows: ['workflows', 'all'],
  workflowList: ['workflows', 'list'],
  workflowCounts: ['workflows', 'counts'],
  workflow: (id: string) => ['workflow', id],
  workflowNames: ['workflow-names'],
  workflowTemplates: ['workflow-templates'],
  runs: ['runs'],
  run: (id: string) => ['run', id],
  /** What happened to records: asked anew with the runs. */
  timelines: ['runs', 'timeline'],
  catalog: ['catalog'],
  eventTypes: ['event-types'],
  emailTemplates: ['email-templates'],
  secrets: ['secrets'],
  emails: ['emails'],
  notifications: ['notifications'],
  records: ['records'],
  settings: ['settings'],
  users: ['users'],
  sessions: ['sessions'],
  notificationChoices: ['notification-choices'],
  apiKeys: ['api-keys'],
  suppressed: ['suppressed'],
  audit: ['audit'],
  alerts: ['alerts'],
} satisfies Record<string, unknown>

/** What changes only with a new release or by other people's hands, and is looked up often. */
export const RARELY_CHANGED = 5 * 60_000

/** Without the members that are not set or empty: they would be sent as text. */
export function present<T extends object>(filter: T): { [K in keyof T]?: NonNullable<T[K]> } {
  const kept = Object.entries(filter).filter(([, value]) => value !== undefined && value !== '')
  return Object.fromEntries(kept) as { [K in keyof T]?: NonNullable<T[K]> }
}
