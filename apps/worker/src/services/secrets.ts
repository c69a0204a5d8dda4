import { type Database, openSecret } from '@hubflow/db'
import { StepFailure } from '@hubflow/nodes'
import type { Row } from 'postgres'
import { DatabaseFault } from './database-fault.ts'
import { isId } from './hub-records.ts'
import { askAsOwner, type Owner } from './owner.ts'

/** A stored secret's value. The owner must be able to see that there is one; its ciphertext is for the worker's role only. */
export async function readSecret(database: Database, owner: Owner, id: string, hubSecret: string): Promise<string> {
  const ciphertext = isId(id) ? await readCiphertext(database, owner, id) : null
  if (ciphertext === null)
    throw new StepFailure(
      'secret-missing',
      'The secret of this step does not exist any more. Choose another one in this step, and publish the workflow.',
      { concerns: { kind: 'secret', key: id } },
    )
  try {
    return openSecret(ciphertext, hubSecret)
  } catch (cause) {
    throw new StepFailure('secret-missing', cause instanceof Error ? cause.message : String(cause), {
      cause,
      concerns: { kind: 'secret', key: id },
    })
  }
}

async function readCiphertext(database: Database, owner: Owner, id: string): Promise<string | null> {
  try {
    return await database.sql.begin(async (sql) => {
      const seen = await askAsOwner(
        sql,
        owner,
        (asked) => asked<Row[]>`select id from hubflow.secrets where id = ${id}`,
      )
      if (seen.count === 0) return null
      const [row] = await sql<{ ciphertext: string }[]>`select ciphertext from hubflow.secrets where id = ${id}`
      return row?.ciphertext ?? null
    })
  } catch (cause) {
    throw new DatabaseFault('the secret could not be read', { cause })
  }
}
