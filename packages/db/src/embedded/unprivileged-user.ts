import { readFileSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/** The user that PostgreSQL runs as; null: whoever we are. */
export type RunsAs = { name: string; uid: number; gid: number } | null

/** PostgreSQL refuses to run as root: an existing unprivileged user stands in. No user is created. */
export function unprivilegedUser(): RunsAs {
  if (process.getuid?.() !== 0) return null
  const users = readFileSync('/etc/passwd', 'utf8').split('\n')
  for (const wanted of ['postgres', 'nobody']) {
    const [name, , uid, gid] = users.find((line) => line.startsWith(`${wanted}:`))?.split(':') ?? []
    if (name !== undefined && Number(uid) > 0) return { name, uid: Number(uid), gid: Number(gid) }
  }
  throw new Error(
    'PostgreSQL does not run as root, and there is neither a user "postgres" nor "nobody". Start as another user, or set DATABASE_URL.',
  )
}

/** True when the user may read the file, or enter the folder, and pass every folder above it. */
export function canReach(path: string, user: NonNullable<RunsAs>): boolean {
  let current = resolve(path)
  for (;;) {
    if (!mayPass(current, user)) return false
    const parent = dirname(current)
    if (parent === current) return true
    current = parent
  }
}

function mayPass(path: string, user: NonNullable<RunsAs>): boolean {
  try {
    const { mode, uid, gid } = statSync(path)
    const shift = uid === user.uid ? 6 : gid === user.gid ? 3 : 0
    return ((mode >> shift) & 0o1) === 0o1
  } catch {
    return false
  }
}
