import { tables } from '@hubflow/db'
import { sql } from 'drizzle-orm'
import { HttpProblem } from '../http/problem.ts'

/** Selected over `workflows`: the name of an owner whose account is disabled, else null. */
export const disabledOwner = sql<string | null>`(
  select name from hubflow.user_profiles where id = ${tables.workflows.createdBy} and disabled_at is not null)`

/** Why such a workflow does not go on: its runs would act as somebody who may see nothing. */
export function reasonOfDisabled(name: string): string {
  return `Its owner, ${name}, is disabled. An admin gives it to somebody else, then it can go on.`
}

/** 409 for making a workflow active whose owner is disabled. */
export function requireOwner(name: string | null): void {
  if (name !== null) throw new HttpProblem(409, reasonOfDisabled(name))
}
