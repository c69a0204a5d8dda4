import { EMAIL_STATUSES, NOTIFICATION_KINDS, ROLES } from '@hubflow/core'
import { z } from 'zod'
import { listOf, pageQuery, Time, Uuid } from './common.ts'

/** Who is asking: `GET /api/me`. */
export const Me = z.object({
  id: Uuid,
  name: z.string(),
  email: z.string(),
  role: z.enum(ROLES),
  /** Whether this hub sends mail to a real server, catches it, or has none set. */
  mail: z.enum(['smtp', 'catcher', 'unset']),
  timeZone: z.string(),
})

export const Notification = z.object({
  id: Uuid,
  kind: z.enum(NOTIFICATION_KINDS),
  title: z.string(),
  message: z.string(),
  link: z.string().nullable(),
  runId: Uuid.nullable(),
  /** The record that the run is about; null for who may not see the run. */
  subject: z.object({ table: z.string(), id: Uuid }).nullable(),
  readAt: Time.nullable(),
  createdAt: Time,
})
export const NotificationList = listOf(Notification).extend({ unread: z.number().int() })
export const ListNotifications = z.object(pageQuery)
export const UnreadCount = z.object({ unread: z.number().int() })
/** `ids` absent: all of the caller's. */
export const MarkRead = z.strictObject({ ids: z.array(Uuid).max(500).optional() })

export const QueuedEmail = z.object({
  id: Uuid,
  to: z.string(),
  toName: z.string().nullable(),
  subject: z.string(),
  bodyHtml: z.string(),
  status: z.enum(EMAIL_STATUSES),
  attempts: z.number().int(),
  /** Why it failed, waits for another attempt, or was cancelled. */
  errorMessage: z.string().nullable(),
  /** A template that somebody tried out. */
  isTest: z.boolean(),
  /** Not sent before this moment. */
  sendAfter: Time,
  runId: Uuid.nullable(),
  workflowId: Uuid.nullable(),
  workflowName: z.string().nullable(),
  createdAt: Time,
  sentAt: Time.nullable(),
})
export const QueuedEmailList = listOf(QueuedEmail)

export const QueuedEmailDetail = QueuedEmail.extend({
  template: z.object({ id: Uuid, name: z.string() }).nullable(),
  /** The plain-text part. */
  text: z.string(),
  headers: z.array(z.object({ name: z.string(), value: z.string() })),
})
export const EmailParam = z.object({ id: Uuid })

const EmailFilter = z.strictObject({
  status: z.enum(EMAIL_STATUSES).optional(),
  runId: Uuid.optional(),
  workflowId: Uuid.optional(),
  /** Anywhere in the address, or in the name of who gets it. */
  q: z.string().trim().min(1).max(254).optional(),
})
export const ListEmails = z.object({ ...pageQuery, ...EmailFilter.shape })
/** Which mails: `ids`, or those that match every part of `filter`. Failed ones are retried, pending ones cancelled. */
export const BulkEmails = z
  .strictObject({
    action: z.enum(['retry', 'cancel']),
    ids: z.array(Uuid).min(1).max(1000).optional(),
    filter: EmailFilter.optional(),
  })
  .refine(({ ids, filter }) => (ids === undefined) !== (filter === undefined), 'give either ids or a filter')

/** An address that gets no marketing mail, in lower case; `createdBy` is null where its owner unsubscribed. */
export const SuppressedAddress = z.object({
  address: z.string(),
  reason: z.string(),
  createdBy: z.object({ id: Uuid, name: z.string() }).nullable(),
  createdAt: Time,
})
export const SuppressedAddressList = listOf(SuppressedAddress)
export const ListSuppressed = z.object({
  limit: pageQuery.limit,
  cursor: z.string().max(400).optional(),
  /** The beginning of an address. */
  q: z.string().max(254).optional(),
})
export const SuppressAddress = z.strictObject({
  address: z.email().max(254).toLowerCase(),
  reason: z.string().trim().min(1).max(200).default('entered by hand'),
})
export const AddressParam = z.object({ address: z.string().min(1).max(254).toLowerCase() })

/** People that mail and notifications may go to: `GET /api/people`. */
export const Person = z.object({ id: Uuid, name: z.string(), email: z.string(), role: z.enum(ROLES) })
export const PersonList = listOf(Person)

export type Me = z.infer<typeof Me>
export type Notification = z.infer<typeof Notification>
export type QueuedEmail = z.infer<typeof QueuedEmail>
export type QueuedEmailDetail = z.infer<typeof QueuedEmailDetail>
export type EmailFilter = z.infer<typeof EmailFilter>
export type SuppressedAddress = z.infer<typeof SuppressedAddress>
export type Person = z.infer<typeof Person>
