import { createTransport } from 'nodemailer'
import type { MailServerCheck } from '../contract/mail-server.ts'

const PATIENCE_MS = 8000

/** Connects to the mail server and signs in, as sending does; nothing is sent. No answer holds the password. */
export async function checkMailServer(smtpUrl: string | null): Promise<MailServerCheck> {
  if (smtpUrl === null)
    return {
      ok: false,
      message: 'No mail server is set. Set SMTP_URL, like smtp://user:password@host:587, and restart.',
    }
  const address = addressOf(smtpUrl)
  if (address === null)
    return { ok: false, message: 'SMTP_URL cannot be read. Write it like smtp://user:password@host:587.' }
  const patience = { connectionTimeout: PATIENCE_MS, greetingTimeout: PATIENCE_MS, socketTimeout: PATIENCE_MS }
  const transport = createTransport({ url: smtpUrl, ...patience })
  try {
    await transport.verify()
    const signedIn = address.user === null ? '' : ` and takes the name and password of ${address.user}`
    return { ok: true, message: `${address.host}:${address.port} answers${signedIn}.` }
  } catch (error) {
    return { ok: false, message: wordsFor(error, address) }
  } finally {
    transport.close()
  }
}

export interface MailAddress {
  host: string
  port: number
  user: string | null
}

/** Where an `SMTP_URL` leads, without its password; null for what is none. */
export function addressOf(smtpUrl: string): MailAddress | null {
  try {
    const { protocol, hostname, port, username } = new URL(smtpUrl)
    const usual = protocol === 'smtps:' ? 465 : 587
    return {
      host: hostname,
      port: port === '' ? usual : Number(port),
      user: username === '' ? null : decodeURIComponent(username),
    }
  } catch {
    return null
  }
}

function wordsFor(error: unknown, { host, port, user }: MailAddress): string {
  const { code, message } = error as { code?: unknown; message?: unknown }
  const said = `${String(code)} ${String(message)}`
  const place = `${host}:${port}`
  if (/EAUTH/.test(said))
    return `${place} answers, but does not take the name${user === null ? '' : ` ${user}`} with its password. Check both in SMTP_URL.`
  if (/ENOTFOUND|EAI_AGAIN|EDNS/.test(said))
    return `There is no server called ${host}, as far as this machine can tell. Check the name in SMTP_URL, and this machine's DNS.`
  if (/ECONNREFUSED/.test(said))
    return `${host} refuses connections on port ${port}. Check the port in SMTP_URL, and that the mail server runs.`
  if (/certificate|self.signed/i.test(said))
    return `The certificate of ${place} cannot be trusted. Give the mail server a valid one, or use the name that its certificate is for.`
  if (/ETLS|wrong version number|SSL|TLS/i.test(said))
    return `${place} could not agree on encryption. Use smtps:// for port 465 and smtp:// for port 587.`
  if (/ETIMEDOUT|Timeout|Greeting never/i.test(said))
    return `${place} did not answer within ${PATIENCE_MS / 1000} seconds. Check the port in SMTP_URL, and whether a firewall is in between.`
  return `${place} broke off the connection. Look at the mail server's own log.`
}
