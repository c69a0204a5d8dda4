/**
 * What events cost the hub's own write: the time that PostgreSQL spends in the trigger of an INSERT of a policy, over a
 * thousand of them, beside the whole statement. The goal is a p95 under one millisecond.
 */
import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { migrate } from '@hubflow/db'
import { startEmbeddedPostgres } from '@hubflow/db/embedded'
import postgres from 'postgres'

const INSERTS = 1000

const folder = mkdtempSync(join(tmpdir(), 'hubflow-bench-'))
// As root, Postgres runs as another user, who must be able to enter.
chmodSync(folder, 0o755)
const database = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') })
const sql = postgres(database.url, { max: 1, onnotice: () => {} })
try {
  await migrate(database.url)
  const [agent] =
    await sql`insert into hub.agents (first_name, last_name, email) values ('Ann', 'Lee', 'ann@hub.test') returning id`
  const [client] =
    await sql`insert into hub.clients (first_name, last_name, agent_id) values ('Bo', 'Day', ${agent?.id}) returning id`
  const costs: { trigger: number; whole: number }[] = []
  for (let n = 0; n < INSERTS; n++) costs.push(await insertPolicy(n, client?.id, agent?.id))
  console.log(`${INSERTS} policies added; milliseconds       p50     p95     p99`)
  console.log(`in the trigger                      ${percentiles(costs.map(({ trigger }) => trigger))}`)
  console.log(`the whole statement                 ${percentiles(costs.map(({ whole }) => whole))}`)
} finally {
  await sql.end()
  await database.stop()
  rmSync(folder, { recursive: true, force: true })
}

interface Plan {
  'Execution Time': number
  Triggers: { 'Trigger Name': string; Time: number }[]
}

async function insertPolicy(n: number, client: string, agent: string): Promise<{ trigger: number; whole: number }> {
  const [row] = await sql<{ 'QUERY PLAN': [Plan] }[]>`explain (analyze, format json)
    insert into hub.policies (policy_number, client_id, agent_id, carrier, product, premium)
    values (${`cost-${n}`}, ${client}, ${agent}, 'Acme', 'Life', 100)`
  const plan = row?.['QUERY PLAN'][0]
  const trigger = plan?.Triggers.find((each) => each['Trigger Name'] === 'record_change')?.Time
  return { trigger: trigger ?? Number.NaN, whole: plan?.['Execution Time'] ?? Number.NaN }
}

function percentiles(values: number[]): string {
  const sorted = values.toSorted((a, b) => a - b)
  return [0.5, 0.95, 0.99]
    .map((share) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2).padStart(7))
    .join(' ')
}
