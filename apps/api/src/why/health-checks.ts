import type { Role } from '@hubflow/core'
import type { Transaction } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import type { Config } from '../config.ts'
import type { WhyCheck } from '../contract/why.ts'
import type { AskedRecord } from './subject.ts'
import { type AskedWorkflow, LOOKED_AT } from './workflow-checks.ts'

interface Asked {
  workflow: AskedWorkflow | null
  record: AskedRecord | null
  mail: Config['mail']
  role: Role
}

/** The first key of the locks that living workers hold. */
const WORKER_LOCK = 0x48_75_62

/** What concerns every workflow: who may see runs, whether anything works on them, and what became of them and of their mail. */
export async function healthChecks(tx: Transaction, { workflow, record, mail, role }: Asked): Promise<WhyCheck[]> {
  const [found] = await tx.execute<{
    workers: number
    failed: number
    mails_failed: number
    mails_waiting: number
  }>(sql`
    with newest as materialized (
      select run.id, run.status = 'failed' and run.repeated_at is null as failed from hubflow.findable_runs run
      where not run.is_test and run.created_at > hubflow.now() - interval '30 days'
        and ${workflow === null ? sql`true` : sql`run.workflow_id = ${workflow.id}`}
        and ${record === null ? sql`true` : sql`run.subject_table = ${record.table} and run.subject_id = ${record.id}`}
      order by run.created_at desc, run.id limit ${LOOKED_AT})
    select
      (select count(*)::int from hubflow.workers where exists (
        select from pg_locks lock where lock.locktype = 'advisory' and lock.classid = ${WORKER_LOCK}::oid
          and lock.objid = workers.lock_key::oid and lock.granted
          and lock.database = (select oid from pg_database where datname = current_database()))) as workers,
      (select count(*)::int from newest where failed) as failed,
      mails.failed as mails_failed, mails.waiting as mails_waiting
    from (
      select count(*) filter (where mail.status = 'failed')::int as failed,
        count(*) filter (where mail.status = 'pending')::int as waiting
      from newest join hubflow.email_queue mail on mail.run_id = newest.id) mails`)
  const { workers = 0, failed = 0, mails_failed = 0, mails_waiting = 0 } = found ?? {}
  return [
    workers > 0
      ? { state: 'ok', sentence: 'A worker is at work: what is due starts at once.' }
      : { state: 'wrong', sentence: 'No worker is at work, so nothing starts. Tell whoever runs the hub.' },
    {
      state: 'ok',
      sentence: `As ${role === 'admin' ? 'an admin' : `a ${role}`} you may see every run of every workflow.`,
    },
    ...(failed > 0 ? [failedCheck(failed)] : []),
    ...mailChecks(mail, mails_failed, mails_waiting),
  ]
}

function failedCheck(count: number): WhyCheck {
  const runs = count === 1 ? 'One run started and failed' : `${count} runs started and failed`
  return {
    state: 'wrong',
    sentence: `${runs}: a step could not do what it is to do. Mend the cause and retry.`,
    link: { label: 'Show the failures', place: 'failures' },
  }
}

function mailChecks(mail: Config['mail'], failed: number, waiting: number): WhyCheck[] {
  const link = { label: 'Show the mail', place: 'mail' as const }
  const checks: WhyCheck[] = []
  if (mail === 'unset')
    checks.push({
      state: 'wrong',
      sentence: 'No mail server is set, so mail stays pending. Ask whoever runs the hub to set one.',
      link,
    })
  if (mail === 'catcher')
    checks.push({ state: 'know', sentence: 'This hub catches its mail: it goes to nobody, and is shown here.', link })
  if (failed > 0)
    checks.push({
      state: 'wrong',
      sentence: `${failed === 1 ? 'One mail was' : `${failed} mails were`} not taken by the mail server, or goes to an address without marketing mail. Each says why.`,
      link,
    })
  if (waiting > 0)
    checks.push({
      state: 'know',
      sentence: `${waiting === 1 ? 'One mail is' : `${waiting} mails are`} waiting to be sent.`,
      link,
    })
  return checks
}
