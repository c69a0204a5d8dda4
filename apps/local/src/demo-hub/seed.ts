import postgres from 'postgres'
import { addAccounts } from '../account.ts'
import { DEMO_EMAIL_TEMPLATES } from './email-templates.ts'
import { DEMO_PEOPLE } from './people.ts'
import { demoRecords } from './records.ts'

/** Fills an empty hub, once: a hub with anyone in it stays as it is. `url` is the embedded database's superuser. */
export async function seedDemoHub(url: string, password: string): Promise<void> {
  const sql = postgres(url, { max: 1, onnotice: () => {} })
  try {
    const [person] = await sql`select from hubflow.user_profiles limit 1`
    if (person !== undefined) return
    await sql.begin(async (tx) => {
      const personIds = await addAccounts(tx, DEMO_PEOPLE, password)
      await tx`insert into hubflow.email_templates ${tx(
        DEMO_EMAIL_TEMPLATES.map(({ bodyHtml, ...rest }) => ({ ...rest, body_html: bodyHtml })),
      )}`
      await seedRecords(tx, personIds)
    })
  } finally {
    await sql.end()
  }
}

async function seedRecords(tx: postgres.TransactionSql, personIds: Map<string, string>): Promise<void> {
  const agentPersonId = personIds.get('agent@hub.test')
  if (agentPersonId === undefined) throw new Error('the demo people lack agent@hub.test')
  const { agents, clients, policies, commissions, recruits, targets } = demoRecords(agentPersonId, new Date())
  await tx`insert into hub.agents ${tx(agents)}`
  await tx`insert into hub.clients ${tx(clients)}`
  await tx`insert into hub.policies ${tx(policies)}`
  await tx`insert into hub.commissions ${tx(commissions)}`
  await tx`insert into hub.recruits ${tx(recruits)}`
  await tx`insert into hub.targets ${tx(targets)}`
  // The records have always been there: nothing that is published later may take them for news.
  await tx`update hub.changes set dispatched_at = hubflow.now() where dispatched_at is null`
  await tx`update hubflow.events set dispatched_at = hubflow.now() where dispatched_at is null`
}
