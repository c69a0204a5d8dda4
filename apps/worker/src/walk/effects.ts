/** What local services do, gathered in memory until it is written in one transaction with the steps' records. */
export interface LocalEffects {
  emails: QueuedEmail[]
  notifications: NewNotification[]
}

interface QueuedEmail {
  id: string
  nodeId: string
  templateId: string | null
  recipientId: string | null
  toAddress: string
  toName: string | null
  subject: string
  bodyHtml: string
  bodyText: string | null
  isMarketing: boolean
}

interface NewNotification {
  id: string
  nodeId: string
  userId: string
  title: string
  message: string
  link: string | null
}

export function noEffects(): LocalEffects {
  return { emails: [], notifications: [] }
}

export function addEffects(into: LocalEffects, more: LocalEffects): void {
  into.emails.push(...more.emails)
  into.notifications.push(...more.notifications)
}
