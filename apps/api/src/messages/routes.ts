import { Hono } from 'hono'
import {
  AddressParam,
  BulkEmails,
  EmailParam,
  ListEmails,
  ListNotifications,
  ListSuppressed,
  MarkRead,
  NotificationList,
  QueuedEmailDetail,
  QueuedEmailList,
  SuppressAddress,
  SuppressedAddress,
  SuppressedAddressList,
  UnreadCount,
} from '../contract/messages.ts'
import {
  ChooseNotification,
  KindParam,
  NotificationChoice,
  NotificationChoiceList,
} from '../contract/notification-choice.ts'
import { BulkDone } from '../contract/run.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv } from '../http/env.ts'
import { validate } from '../http/validate.ts'
import type { Services } from '../services.ts'
import { changeEmail, changeEmails } from './change-emails.ts'
import { listQueuedEmails, readEmail } from './emails.ts'
import { choose, listChoices } from './notification-choices.ts'
import { listNotifications, markRead } from './notifications.ts'
import { allowAddress, listSuppressed, suppressAddress } from './suppressed-addresses.ts'

const tag = 'Messages'

export function messageRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/email-queue',
      describe(tag, 'Mail that waits, was sent or failed, newest first', { 200: QueuedEmailList }),
      validate('query', ListEmails),
      async (c) => answer(c, await listQueuedEmails(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/email-queue/bulk',
      describe(tag, 'Retry failed mails, or cancel pending ones', { 200: BulkDone }),
      validate('json', BulkEmails),
      async (c) => answer(c, await changeEmails(services, c.var.caller, c.req.valid('json'))),
    )
    .get(
      '/api/email-queue/:id',
      describe(tag, 'One mail with its parts and headers', { 200: QueuedEmailDetail }, [404]),
      validate('param', EmailParam),
      async (c) => answer(c, await readEmail(services, c.var.caller, c.req.valid('param').id)),
    )
    .post(
      '/api/email-queue/:id/retry',
      describe(tag, 'Send a failed mail once more', { 200: QueuedEmailDetail }, [404, 409]),
      validate('param', EmailParam),
      async (c) => answer(c, await changeEmail(services, c.var.caller, 'retry', c.req.valid('param').id)),
    )
    .post(
      '/api/email-queue/:id/cancel',
      describe(tag, 'Cancel a mail that waits', { 200: QueuedEmailDetail }, [404, 409]),
      validate('param', EmailParam),
      async (c) => answer(c, await changeEmail(services, c.var.caller, 'cancel', c.req.valid('param').id)),
    )
    .get(
      '/api/email-suppressions',
      describe(tag, 'Addresses that get no marketing mail', { 200: SuppressedAddressList }),
      validate('query', ListSuppressed),
      async (c) => answer(c, await listSuppressed(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/email-suppressions',
      describe(tag, 'Send an address no more marketing mail', { 201: SuppressedAddress }, [403]),
      validate('json', SuppressAddress),
      async (c) => answer(c, await suppressAddress(services, c.var.caller, c.req.valid('json')), 201),
    )
    .delete(
      '/api/email-suppressions/:address',
      describe(tag, 'Let an address have marketing mail again', { 204: 'Allowed' }, [404]),
      validate('param', AddressParam),
      async (c) => {
        await allowAddress(services, c.var.caller, c.req.valid('param').address)
        return c.body(null, 204)
      },
    )
    .get(
      '/api/notifications',
      describe(tag, "The caller's own notifications, newest first", { 200: NotificationList }),
      validate('query', ListNotifications),
      async (c) => answer(c, await listNotifications(services, c.var.caller, c.req.valid('query'))),
    )
    .post(
      '/api/notifications/read',
      describe(tag, 'Mark notifications as read; all of them without `ids`', { 200: UnreadCount }),
      validate('json', MarkRead),
      async (c) => answer(c, await markRead(services, c.var.caller, c.req.valid('json').ids)),
    )
    .get(
      '/api/notification-choices',
      describe(tag, 'How the caller is told of each kind of notification', { 200: NotificationChoiceList }),
      async (c) => answer(c, await listChoices(services, c.var.caller)),
    )
    .put(
      '/api/notification-choices/:kind',
      describe(
        tag,
        'Be told of a kind in the app, by mail, both or not at all',
        { 200: NotificationChoice },
        [404, 422],
      ),
      validate('param', KindParam),
      validate('json', ChooseNotification),
      async (c) => answer(c, await choose(services, c.var.caller, c.req.valid('param').kind, c.req.valid('json'))),
    )
}
