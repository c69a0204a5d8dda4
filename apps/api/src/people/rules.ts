import { databaseFault } from '../http/database-fault.ts'
import type { Caller } from '../http/env.ts'
import { HttpProblem } from '../http/problem.ts'

/** 403 for everybody but admins, whether what they ask for is there or not. */
export function requireAdmin(caller: Caller): void {
  if (caller.role !== 'admin') throw new HttpProblem(403, 'Your role does not permit this. Ask an admin.')
}

/** Does the work; what the database's rules about people refuse is refused in words. */
export async function withinPeopleRules<Result>(work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    const refusal = REFUSALS[databaseFault(error)?.constraint ?? '']
    if (refusal === undefined) throw error
    throw new HttpProblem(409, refusal, { cause: error })
  }
}

const REFUSALS: Record<string, string> = {
  last_active_admin: 'This is the last active admin. Make somebody else an admin first.',
  own_account: 'Nobody changes their own role or disables themselves. Ask another admin.',
  not_to_be_invited: 'Only who is not disabled and has no password yet can be invited.',
  no_workflow_owner: 'Workflows belong to active admins, trainers and managers. Choose one of them.',
  workflows_name_per_owner:
    'The new owner has just got a workflow of the same name. Try again, and choose another name.',
  user_profiles_email_unique: 'Somebody has this email address already. Look for them in the list of people.',
}
