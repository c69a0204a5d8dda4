import { createServer } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { StartProblem } from './start-problem.ts'

/** How long the API of a start that was killed may take to let go of the port. */
const RELEASE_MS = 3000

/**
 * The port to serve on; 0 becomes a free one. A port that is taken is told before anything is started, and only after a
 * moment of patience, since the children of a killed start need an instant to see that it is gone.
 */
export async function claimPort(host: string, port: number): Promise<number> {
  const deadline = Date.now() + RELEASE_MS
  while (true) {
    const attempt = await tryPort(host, port)
    if (typeof attempt === 'number') return attempt
    if (attempt.code === 'EADDRINUSE' && Date.now() < deadline) {
      await delay(100)
      continue
    }
    throw portProblem(host, port, attempt)
  }
}

export async function findFreePort(host: string): Promise<number> {
  return claimPort(host, 0)
}

function tryPort(host: string, port: number): Promise<number | NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    const server = createServer()
    server.once('error', resolve)
    server.listen({ host, port, exclusive: true }, () => {
      const address = server.address()
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : port))
    })
  })
}

function portProblem(host: string, port: number, error: NodeJS.ErrnoException): StartProblem {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartProblem(
        `Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port + 1}.`,
      )
    case 'EACCES':
      return new StartProblem(`Port ${port} needs more rights than this user has: choose a port above 1023 with PORT.`)
    default:
      return new StartProblem(
        `This machine cannot listen on HOST ${host} (${error.code}): set HOST to one of its addresses.`,
      )
  }
}
