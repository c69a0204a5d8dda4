import { createHash } from 'node:crypto'
import { realpathSync, rmSync } from 'node:fs'
import { connect, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DataDir } from './data-dir.ts'
import { StartProblem } from './start-problem.ts'

/**
 * Takes the data directory for this process: a second start would stop the first one's Postgres as an orphan. The lock
 * is a listening local socket, which the system frees when its process dies in whatever way; a file with a process id
 * could name a stranger after a crash.
 */
export async function lockDataDir(dataDir: DataDir): Promise<{ release(): void }> {
  const address = socketAddress(dataDir)
  const server = (await listen(address)) ?? (await takeOverStale(address))
  if (server === null) {
    throw new StartProblem(
      `Hubflow already runs on the data directory ${dataDir.path}: stop that one first, or set HUBFLOW_DATA_DIR and PORT to start a second hub beside it.`,
    )
  }
  server.unref()
  return { release: () => void server.close() }
}

function socketAddress(dataDir: DataDir): string {
  const name = `hubflow-${createHash('sha256').update(realpathSync(dataDir.path)).digest('hex').slice(0, 24)}`
  if (process.platform === 'linux') return `\0${name}`
  if (process.platform === 'win32') return `\\\\.\\pipe\\${name}`
  return join(tmpdir(), `${name}.sock`)
}

function listen(address: string): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.destroy())
    server.once('error', (error: NodeJS.ErrnoException) =>
      error.code === 'EADDRINUSE' ? resolve(null) : reject(error),
    )
    server.listen(address, () => resolve(server))
  })
}

/** Only a socket that is a file outlives its process; nobody answering on it means that it is stale. */
async function takeOverStale(address: string): Promise<Server | null> {
  if (!address.endsWith('.sock') || (await answers(address))) return null
  rmSync(address, { force: true })
  return listen(address)
}

function answers(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(address)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
