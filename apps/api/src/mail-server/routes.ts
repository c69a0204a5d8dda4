import { asPerson, tables } from '@hubflow/db'
import { desc, eq } from 'drizzle-orm'
import { Hono } from 'hono'
import { MailServer, MailServerCheck } from '../contract/mail-server.ts'
import { answer } from '../http/answer.ts'
import { describe } from '../http/describe.ts'
import type { ApiEnv, Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'
import type { Services } from '../services.ts'
import { addressOf, checkMailServer } from './check.ts'

const tag = 'Mail server'
const { emailQueue } = tables

export function mailServerRoutes(services: Services) {
  return new Hono<ApiEnv>()
    .get(
      '/api/mail-server',
      describe(tag, 'Where mail goes, without the password', { 200: MailServer }, [403]),
      async (c) => {
        requireAdmin(c.var.caller)
        return answer(c, await describeMailServer(services, c.var.caller))
      },
    )
    .post(
      '/api/mail-server/check',
      describe(tag, 'Connect to the mail server and sign in, and say what is wrong', { 200: MailServerCheck }, [403]),
      async (c) => {
        requireAdmin(c.var.caller)
        return answer(c, await checkMailServer(services.config.smtpUrl))
      },
    )
}

async function describeMailServer({ config, database }: Services, caller: Caller): Promise<MailServer> {
  const address = config.smtpUrl === null ? null : addressOf(config.smtpUrl)
  const [last] = await asPerson(database, caller.id, (tx) =>
    tx
      .select({ sentAt: emailQueue.sentAt })
      .from(emailQueue)
      .where(eq(emailQueue.status, 'sent'))
      .orderBy(desc(emailQueue.createdAt))
      .limit(1),
  )
  return {
    kind: config.mail,
    host: address?.host ?? null,
    port: address?.port ?? null,
    user: address?.user ?? null,
    lastSentAt: last?.sentAt?.toISOString() ?? null,
  }
}

function requireAdmin({ role }: Caller): void {
  if (role !== 'admin') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
}
