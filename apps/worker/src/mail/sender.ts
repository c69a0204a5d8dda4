import type { Database } from '@hubflow/db'
import type { Logger } from 'pino'
import { failpoint } from '../failpoint.ts'
import { tell } from '../notices/tell.ts'
import { persistently } from '../persistently.ts'
import type { Statements } from '../statements.ts'
import { withHubAddress } from './hub-address.ts'
import type { Delivery, MailTransport, OutgoingEmail } from './transport.ts'
import { UNSUBSCRIBED } from './unsubscribe.ts'

const BATCH = 20
const MAX_ATTEMPTS = 8
/** After the first refusal that may pass, then after each more, in seconds. */
const DELAYS_SECONDS = [5, 30, 120, 600, 1800, 3600, 7200]
/** How long a mail that was claimed may be without an outcome before it counts as left over. */
const LEFT_OVER_SECONDS = 10

export interface MailSenderOptions {
  database: Database
  transport: MailTransport
  /** Where who has this address unsubscribes; null while nobody knows where the hub is reached. */
  unsubscribeUrl(address: string): string | null
  /** Where the hub is reached, without a slash at the end; null while nobody knows. */
  hubUrl: string | null
  workerId: string
  log: Logger
}

interface ClaimedEmail extends Omit<OutgoingEmail, 'unsubscribeUrl'> {
  [column: string]: unknown
  isMarketing: boolean
  /** The hub's own: of no run, and no template that is tried out. */
  isOwn: boolean
  attempts: number
}

/** Sends the mails that are due now; true when there are certainly more. */
export async function sendDueMail(options: MailSenderOptions): Promise<boolean> {
  const { wanted, more } = await claimEmails(options)
  await Promise.all(wanted.map((email) => send(options, email)))
  return more
}

async function claimEmails({ database, workerId }: MailSenderOptions) {
  return await database.sql.begin(async (sql) => {
    // A turn begins when the one before is through: what still is `sending` under this worker's name was claimed or
    // handed over without its knowing, since the answer of the database was lost. It goes out in the next turn.
    const emails = await sql<ClaimedEmail[]>`
      with left_over as (
        update hubflow.email_queue set status = 'pending', worker_id = null
        where status = 'sending' and worker_id = ${workerId} and send_after <= hubflow.now())
      update hubflow.email_queue set status = 'sending', worker_id = ${workerId}, attempts = attempts + 1,
        send_after = hubflow.now() + make_interval(secs => ${LEFT_OVER_SECONDS})
      where id in (
        select id from hubflow.email_queue where status = 'pending' and send_after <= hubflow.now()
        order by send_after limit ${BATCH} for update skip locked)
      returning id, to_address as "toAddress", to_name as "toName", subject, body_html as "bodyHtml",
        body_text as "bodyText", message_id as "messageId", is_marketing as "isMarketing",
        run_id is null and not is_test as "isOwn", attempts`
    const blocked = await failUnsubscribed(sql, emails)
    return { wanted: emails.filter(({ id }) => !blocked.has(id)), more: emails.length === BATCH }
  })
}

/** Who has unsubscribed since the mail was queued gets none of it; that is nobody's failure, so nobody is told. */
async function failUnsubscribed(sql: Statements, emails: readonly ClaimedEmail[]): Promise<Set<string>> {
  const advertised = emails.filter(({ isMarketing }) => isMarketing)
  if (advertised.length === 0) return new Set()
  const failed = await sql<{ id: string }[]>`
    update hubflow.email_queue set status = 'failed', worker_id = null, error_message = ${UNSUBSCRIBED}
    where id = any(${advertised.map(({ id }) => id)}::uuid[]) and lower(to_address) in (
      select address from hubflow.unsubscribed(${advertised.map(({ toAddress }) => toAddress)}::text[]))
    returning id`
  return new Set(failed.map(({ id }) => id))
}

async function send(options: MailSenderOptions, email: ClaimedEmail): Promise<void> {
  const delivery = await deliver(options, email)
  if (delivery.status === 'sent') failpoint('mail-sent')
  try {
    await persistently(() => options.database.sql.begin((sql) => recordDelivery(sql, options, email, delivery)))
  } catch (error) {
    // The row stays `sending` under this worker's name and goes out again a little later: at least once, same Message-ID.
    options.log.error({ err: error, emailId: email.id }, 'a mail was handed over, but its row could not be written')
  }
}

async function deliver(
  { transport, unsubscribeUrl, hubUrl }: MailSenderOptions,
  email: ClaimedEmail,
): Promise<Delivery> {
  if (email.isOwn) {
    const bodyHtml = withHubAddress(email.bodyHtml, hubUrl)
    return transport.deliver({ ...email, bodyHtml, unsubscribeUrl: null })
  }
  if (!email.isMarketing) return transport.deliver({ ...email, unsubscribeUrl: null })
  const url = unsubscribeUrl(email.toAddress)
  if (url !== null) return transport.deliver({ ...email, unsubscribeUrl: url })
  const reason = 'Marketing mail needs a link to unsubscribe with. Set PUBLIC_URL to the address that people open.'
  return { status: 'postponed', reason }
}

async function recordDelivery(
  sql: Statements,
  options: MailSenderOptions,
  email: ClaimedEmail,
  delivery: Delivery,
): Promise<void> {
  if (delivery.status === 'sent') return await recordSent(sql, options, email)
  options.log.warn({ emailId: email.id, attempt: email.attempts, reason: delivery.reason }, 'a mail was not taken')
  if (delivery.status === 'refused' || email.attempts >= MAX_ATTEMPTS)
    await recordFailed(sql, options, email, delivery.reason)
  else await recordPostponed(sql, options, email, delivery.reason)
}

async function recordSent(sql: Statements, { workerId }: MailSenderOptions, email: ClaimedEmail): Promise<void> {
  await sql`
    with sent as (
      update hubflow.email_queue set status = 'sent', sent_at = hubflow.now(), worker_id = null, error_message = null
      where id = ${email.id} and status = 'sending' and worker_id = ${workerId} returning run_id)
    update hubflow.workflow_runs set emails_sent = emails_sent + 1 from sent where workflow_runs.id = sent.run_id`
}

async function recordPostponed(
  sql: Statements,
  { workerId }: MailSenderOptions,
  email: ClaimedEmail,
  reason: string,
): Promise<void> {
  const delay = DELAYS_SECONDS[Math.min(email.attempts, DELAYS_SECONDS.length) - 1] ?? 5
  await sql`
    update hubflow.email_queue set status = 'pending', worker_id = null, error_message = ${reason},
      send_after = hubflow.now() + make_interval(secs => ${delay})
    where id = ${email.id} and status = 'sending' and worker_id = ${workerId}`
}

/** Given up: the row keeps the reason, and the workflow's owner is told, once a run. */
async function recordFailed(
  sql: Statements,
  { workerId }: MailSenderOptions,
  email: ClaimedEmail,
  reason: string,
): Promise<void> {
  const [failed] = await sql<{ runId: string; nodeId: string | null; workflowId: string }[]>`
    with failed as (
      update hubflow.email_queue set status = 'failed', worker_id = null, error_message = ${reason}
      where id = ${email.id} and status = 'sending' and worker_id = ${workerId} returning run_id, node_id)
    select run.id as "runId", failed.node_id as "nodeId", run.workflow_id as "workflowId"
    from failed join hubflow.workflow_runs run on run.id = failed.run_id`
  if (!failed) return
  const message = `“${email.subject}” to ${email.toAddress} was refused: ${reason}`
  const link = `/runs/${failed.runId}`
  await tell(sql, [
    { ...failed, kind: 'mail-failed', title: 'A mail could not be sent', message, link, key: `mail:${failed.runId}` },
  ])
}
