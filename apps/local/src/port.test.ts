import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { claimPort, findFreePort } from './port.ts'

test('a port that stays taken is refused with a way out', async () => {
  const port = await findFreePort('127.0.0.1')
  const server = await listenOn(port)
  await expect(claimPort('127.0.0.1', port)).rejects.toThrow(
    `Port ${port} is taken by another program: stop it, or choose another port, for example PORT=${port + 1}.`,
  )
  server.close()
})

test('a port that is just being let go is waited for', async () => {
  const port = await findFreePort('127.0.0.1')
  const server = await listenOn(port)
  const claimed = claimPort('127.0.0.1', port)
  server.close()
  expect(await claimed).toBe(port)
})

test('an address that is not this machine’s is told as such', async () => {
  await expect(claimPort('192.0.2.1', 0)).rejects.toThrow(/cannot listen on HOST 192\.0\.2\.1 .*set HOST/)
})

async function listenOn(port: number) {
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return server
}
