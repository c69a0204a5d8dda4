import { once } from 'node:events'
import { createServer } from 'node:http'
import { newDataDir, removeDataDir, type StartedHub, startHub } from './hub.ts'

/**
 * Hands out started hubs by HTTP, each to one file of tests. The next starts while the file before it runs, so that
 * only the first file waits for its hub.
 */
export async function serveHubsAhead(): Promise<{ url: string; close(): Promise<void> }> {
  const given = new Map<number | undefined, StartedHub>()
  let next: Promise<StartedHub> | undefined
  const take = async () => {
    const taken = next ?? startHub(newDataDir())
    next = taken.then(() => startHub(newDataDir()))
    // Told to whoever takes it.
    next.catch(() => {})
    const hub = await taken
    given.set(hub.pid, hub)
    return { url: hub.url, dataDir: hub.dataDir, pid: hub.pid }
  }
  const stop = async (pid: number) => {
    const code = await given.get(pid)?.stop()
    given.delete(pid)
    return code
  }

  const server = createServer(async (request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '', 'http://localhost')
    try {
      const answer = pathname === '/take' ? await take() : await stop(Number(searchParams.get('pid')))
      response.end(JSON.stringify(answer ?? null))
    } catch (error) {
      response.writeHead(500).end(String(error))
    }
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('the hubs have no port to be asked at')
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      server.close()
      const unused = await next?.catch(() => undefined)
      if (unused) given.set(unused.pid, unused)
      await Promise.all([...given.values()].map((hub) => hub.stop()))
      if (unused) removeDataDir(unused.dataDir)
    },
  }
}
