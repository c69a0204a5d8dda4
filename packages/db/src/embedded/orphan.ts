import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'

const PATIENCE_MS = 15_000

/** Stops a PostgreSQL that a killed start left running on this data folder, and clears away a pid file of a dead one. */
export async function stopOrphan(dataDir: string): Promise<void> {
  const pidFile = join(dataDir, 'postmaster.pid')
  const pid = readPid(pidFile)
  if (pid === null) return
  if (!isPostgres(pid, dataDir)) {
    rmSync(pidFile, { force: true })
    return
  }
  // SIGINT is PostgreSQL's fast shutdown: it ends its connections and loses nothing.
  process.kill(pid, 'SIGINT')
  const until = Date.now() + PATIENCE_MS
  while (isAlive(pid)) {
    if (Date.now() > until) process.kill(pid, 'SIGQUIT')
    await delay(50)
  }
}

function readPid(pidFile: string): number | null {
  try {
    const pid = Number(readFileSync(pidFile, 'utf8').split('\n', 1)[0])
    return Number.isInteger(pid) && pid > 1 ? pid : null
  } catch {
    return null
  }
}

/** A pid may have been given to another program since: only one that was started on our data folder is ours to stop. */
function isPostgres(pid: number, dataDir: string): boolean {
  if (!isAlive(pid)) return false
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(dataDir)
  } catch {
    // No /proc (macOS): the pid file stands in the data folder, which only we write.
    return process.platform !== 'linux'
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}
