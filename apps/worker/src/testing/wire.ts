import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export interface Wire {
  /** The database's address through the wire. */
  url: string
  /** How many connections were cut so far. */
  cuts(): number
  /** From now on nothing passes, and nobody is told; `false`: what comes passes again. */
  setSilent(silent: boolean): void
  close(): Promise<void>
}

/**
 * A way to PostgreSQL on loopback that fails as networks do: where `losesReply` says so for a COMMIT, its answer is
 * lost and the connection with it, so that nobody knows whether it was done.
 */
export async function openWire(databaseUrl: string, losesReply: () => boolean = () => false): Promise<Wire> {
  const target = new URL(databaseUrl)
  const sockets = new Set<Socket>()
  const orphans = new Set<Socket>()
  let silent = false
  let cuts = 0
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    const lose = () => {
      cuts += 1
      client.destroy()
      upstream.destroy()
    }
    client.on('data', (bytes) => !silent && upstream.write(bytes))
    upstream.on('data', (bytes) => {
      if (bytes.includes('COMMIT\0') && losesReply()) lose()
      else if (!silent) client.write(bytes)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => (silent ? orphans.add(client) : client.destroy()))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const url = new URL(databaseUrl)
  url.port = String((server.address() as AddressInfo).port)
  return {
    url: url.href,
    cuts: () => cuts,
    setSilent(now) {
      silent = now
      // Who has spoken into the silence to somebody who is gone hears that now.
      if (!now) for (const abandoned of orphans) abandoned.destroy()
    },
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
