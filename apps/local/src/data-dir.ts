import { randomBytes } from 'node:crypto'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { StartProblem } from './start-problem.ts'

/** Where everything lives that a start keeps: the database, the secret, caught mail, the logs. */
export interface DataDir {
  path: string
  postgres: string
  mail: string
  log(name: string): string
}

export function openDataDir(path: string): DataDir {
  const dataDir: DataDir = {
    path,
    postgres: join(path, 'postgres'),
    mail: join(path, 'mail'),
    log: (name) => join(path, 'logs', `${name}.log`),
  }
  try {
    mkdirSync(join(path, 'logs'), { recursive: true })
    mkdirSync(dataDir.mail, { recursive: true })
  } catch (cause) {
    throw brokenDataDir(path, cause)
  }
  return dataDir
}

/** The secret that signs sessions: made once, readable by this user only, the same on every later start. */
export function readOrCreateSecret(dataDir: DataDir): string {
  const path = join(dataDir.path, 'secret')
  try {
    const secret = readFileSync(path, 'utf8').trim()
    if (secret.length >= 32) return secret
    throw new Error(`${path} holds fewer than 32 characters`)
  } catch (cause) {
    if (!isMissing(cause)) throw brokenDataDir(dataDir.path, cause)
  }
  const secret = randomBytes(32).toString('base64url')
  writeFileSync(path, `${secret}\n`, { mode: 0o600 })
  return secret
}

export function brokenDataDir(path: string, cause: unknown): StartProblem {
  const reason = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause)
  return new StartProblem(
    `The data directory ${path} cannot be used (${reason}): repair it, move it away to begin with an empty hub, or point HUBFLOW_DATA_DIR at another one.`,
    { cause },
  )
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
