import { randomBytes } from 'node:crypto'

/** The part of a webhook's address that nobody can guess. */
export function newHookToken(): string {
  return randomBytes(32).toString('base64url')
}
