import { asPerson, sealSecret, type Transaction, tables } from '@hubflow/db'
import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { z } from 'zod'
import { writeAudit } from '../audit.ts'
import type { CreateSecret, Secret, SecretList } from '../contract/secret.ts'
import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem, notFound } from '../http/problem.ts'
import type { Services } from '../services.ts'

const { secrets, userProfiles } = tables

export async function listSecrets(services: Services, caller: Caller): Promise<z.output<typeof SecretList>> {
  const items = await asPerson(services.database, caller.id, (tx) => readSecrets(tx))
  return { items, nextCursor: null }
}

export async function createSecret(
  services: Services,
  caller: Caller,
  { name, value }: z.output<typeof CreateSecret>,
): Promise<Secret> {
  const ciphertext = sealSecret(value, services.config.secret)
  return asPerson(services.database, caller.id, async (tx) => {
    // Only these columns may be written, and drizzle's own insert names all.
    const [created] = await tx.execute<{ id: string }>(sql`
      insert into hubflow.secrets (name, ciphertext, created_by) values (${name}, ${ciphertext}, ${caller.id}) returning id`)
    if (!created) throw new Error('the insert of a secret gave no row back')
    await writeAudit(tx, caller, 'secret.created', { type: 'secret', id: created.id }, { name })
    return readSecret(tx, created.id)
  }).catch((error: unknown) => {
    if (databaseFault(error)?.constraint !== 'secrets_name') throw error
    throw new HttpProblem(
      409,
      `There is a secret named "${name}" already. Choose another name, or give it a new value.`,
      {
        errors: [{ pointer: '/name', detail: 'Choose another name.', code: 'name-taken' }],
        cause: error,
      },
    )
  })
}

export async function rotateSecret(services: Services, caller: Caller, id: string, value: string): Promise<Secret> {
  const ciphertext = sealSecret(value, services.config.secret)
  return asPerson(services.database, caller.id, async (tx) => {
    const [rotated] = await tx
      .update(secrets)
      .set({ ciphertext, updatedAt: sql`hubflow.now()` })
      .where(eq(secrets.id, id))
      .returning({ name: secrets.name })
    if (!rotated) throw notFound()
    await writeAudit(tx, caller, 'secret.rotated', { type: 'secret', id }, { name: rotated.name })
    return readSecret(tx, id)
  })
}

async function readSecret(tx: Transaction, id: string): Promise<Secret> {
  const [secret] = await readSecrets(tx, eq(secrets.id, id))
  if (!secret) throw notFound()
  return secret
}

async function readSecrets(tx: Transaction, which?: SQL): Promise<Secret[]> {
  const rows = await tx
    .select({
      id: secrets.id,
      name: secrets.name,
      createdBy: { id: userProfiles.id, name: userProfiles.name },
      createdAt: secrets.createdAt,
      updatedAt: secrets.updatedAt,
    })
    .from(secrets)
    .innerJoin(userProfiles, eq(userProfiles.id, secrets.createdBy))
    .where(which)
    .orderBy(asc(sql`lower(${secrets.name})`))
  return rows.map(({ createdAt, updatedAt, ...row }) => ({
    ...row,
    createdAt: createdAt.toISOString(),
    updatedAt: updatedAt.toISOString(),
  }))
}
