/**
 * The floor: how fast the same work can be on this machine, by a bare program on the same PostgreSQL. One process takes
 * calls in and commits them in groups (run rows and pg-boss jobs), fetches jobs in batches and commits a batch in one
 * transaction (three steps, one notification and one run update each). No templates, no rights, no row-level security.
 *
 * Run as a process of its own: DATABASE_URL in the environment; prints its address. With FLOOR=plain every call is one
 * pg-boss `send` and every job one completion, with no steps recorded; with FLOOR=naive a run is walked with a commit
 * for each thing that happens, as a first version would.
 */
import { createServer } from 'node:http'
import { PgBoss } from 'pg-boss'
import postgres from 'postgres'

const url = process.env.DATABASE_URL ?? ''
const kind = process.env.FLOOR ?? 'batched'
const sql = postgres(url, { max: 10, onnotice: () => {} })
const boss = new PgBoss({ connectionString: url, schema: 'floor_boss', useListenNotify: true, schedule: false })
boss.on('error', console.error)

await sql.unsafe(`
  drop schema if exists floor cascade; create schema floor;
  create table floor.runs (id uuid primary key default uuidv7(), body jsonb not null, status text not null default 'pending', done_at timestamptz);
  create table floor.steps (run_id uuid not null, node int not null, output jsonb not null, at timestamptz not null default now(), primary key (run_id, node));
  create table floor.notifications (id uuid primary key default uuidv7(), run_id uuid not null, text text not null);`)
await boss.start()
await boss.createQueue('floor', { notify: true, deleteAfterSeconds: 60 })

type Job = { data: { runId: string } }
const accept = { batched: acceptInGroups(), plain: acceptPlain, naive: acceptNaive }[kind] ?? acceptPlain
const walk = { batched: walkTogether, plain: walkPlain, naive: walkNaively }[kind] ?? walkPlain
let done = 0
for (let loop = 0; loop < 2; loop++) {
  const options = {
    batchSize: 100,
    burstWhenBatchFull: true,
    pollingIntervalSeconds: 1,
    notifyPollingIntervalSeconds: 1,
  }
  await boss.work<Job['data']>('floor', options, async (jobs) => {
    await walk(jobs.map((job) => job.data.runId))
    done += jobs.length
  })
}

const server = createServer((request, response) => {
  if (request.method === 'GET') return void response.end(String(done))
  let body = ''
  request.on('data', (chunk) => {
    body += chunk
  })
  request.on('end', () => {
    accept(body).then(
      (id) => response.writeHead(202).end(JSON.stringify({ runId: id })),
      (error) => response.writeHead(500).end(String(error)),
    )
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (typeof address === 'object' && address !== null) console.log(`http://127.0.0.1:${address.port}`)
})

/** Calls that come while a commit is under way share the next one. */
function acceptInGroups() {
  const waiting: { body: string; resolve: (id: string) => void; reject: (error: unknown) => void }[] = []
  let isBusy = false
  const work = async () => {
    isBusy = true
    while (waiting.length > 0) {
      const group = waiting.splice(0, 200)
      try {
        const ids = await sql.begin(async (tx) => {
          const rows = await tx<
            { id: string }[]
          >`insert into floor.runs (body) select unnest(${group.map(({ body }) => body)}::text[])::jsonb returning id`
          await boss.insert(
            'floor',
            rows.map(({ id }) => ({ data: { runId: id } })),
            { db: over(tx) },
          )
          return rows.map(({ id }) => id)
        })
        for (const [index, { resolve }] of group.entries()) resolve(ids[index] ?? '')
      } catch (error) {
        for (const { reject } of group) reject(error)
      }
    }
    isBusy = false
  }
  return (body: string) =>
    new Promise<string>((resolve, reject) => {
      waiting.push({ body, resolve, reject })
      if (!isBusy) void work()
    })
}

async function walkTogether(ids: string[]): Promise<void> {
  await sql.begin(async (tx) => {
    const rows = await tx<
      { id: string; name: string }[]
    >`select id, body ->> 'lead' as name from floor.runs where id = any(${ids}::uuid[]) for update`
    const steps = rows.flatMap(({ id, name }) =>
      [0, 1, 2].map((node) => ({ run_id: id, node, output: { text: `Lead ${name}` } })),
    )
    await tx`insert into floor.steps (run_id, node, output) select run_id, node, output from jsonb_to_recordset(${JSON.stringify(steps)}::text::jsonb) as s (run_id uuid, node int, output jsonb)`
    await tx`insert into floor.notifications (run_id, text) select id, 'New lead' from unnest(${ids}::uuid[]) as id`
    await tx`update floor.runs set status = 'completed', done_at = now() where id = any(${ids}::uuid[])`
  })
}

async function acceptPlain(body: string): Promise<string> {
  return (await boss.send('floor', { runId: crypto.randomUUID(), body })) ?? ''
}

async function walkPlain(): Promise<void> {}

async function acceptNaive(body: string): Promise<string> {
  const [row] = await sql<{ id: string }[]>`insert into floor.runs (body) values (${body}::text::jsonb) returning id`
  await boss.send('floor', { runId: row?.id })
  return row?.id ?? ''
}

async function walkNaively(ids: string[]): Promise<void> {
  for (const id of ids) {
    const [row] = await sql`update floor.runs set status = 'running' where id = ${id} returning body ->> 'lead' as name`
    for (const node of [0, 1, 2]) {
      await sql`select status from floor.runs where id = ${id}`
      await sql`insert into floor.steps (run_id, node, output) values (${id}, ${node}, ${JSON.stringify({ text: `Lead ${row?.name}` })}::text::jsonb)`
      if (node === 1) await sql`insert into floor.notifications (run_id, text) values (${id}, 'New lead')`
      await sql`update floor.steps set at = now() where run_id = ${id} and node = ${node}`
    }
    await sql`update floor.runs set status = 'completed', done_at = now() where id = ${id}`
  }
}

function over(tx: postgres.TransactionSql) {
  return {
    async executeSql(text: string, values: unknown[] = []) {
      return { rows: await tx.unsafe(text, values as never[], { prepare: true }) }
    },
  }
}
