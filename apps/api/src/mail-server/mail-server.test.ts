import { once } from 'node:events'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkMailServer } from './check.ts'

const smtp = new SMTPServer({
  hideSTARTTLS: true,
  allowInsecureAuth: true,
  authOptional: true,
  onAuth: ({ username, password }, _session, done) =>
    password === 'right' ? done(null, { user: username }) : done(new Error('no')),
})
/** Takes connections and hangs up. */
const rude: Server = createServer((socket) => socket.end('bye\r\n'))
let port: number
let rudePort: number
beforeAll(async () => {
  smtp.on('error', () => {})
  smtp.listen(0, '127.0.0.1')
  await once(smtp.server, 'listening')
  rude.listen(0, '127.0.0.1')
  await once(rude, 'listening')
  port = (smtp.server.address() as AddressInfo).port
  rudePort = (rude.address() as AddressInfo).port
})
afterAll(async () => {
  await new Promise<void>((done) => smtp.close(() => done()))
  rude.close()
})

test('a server that answers, with and without signing in', async () => {
  expect(await checkMailServer(`smtp://127.0.0.1:${port}`)).toEqual({ ok: true, message: `127.0.0.1:${port} answers.` })
  expect(await checkMailServer(`smtp://ann%40hub:right@127.0.0.1:${port}`)).toEqual({
    ok: true,
    message: `127.0.0.1:${port} answers and takes the name and password of ann@hub.`,
  })
})

test.each([
  ['a wrong password', () => `smtp://ann:canary-4e@127.0.0.1:${port}`, 'does not take the name ann'],
  ['nobody listening', () => 'smtp://ann:canary-4e@127.0.0.1:1', 'refuses connections on port 1'],
  ['no such host', () => 'smtp://ann:canary-4e@nowhere.invalid:587', 'no server called nowhere.invalid'],
  ['encryption where there is none', () => `smtps://ann:canary-4e@127.0.0.1:${port}`, 'could not agree on encryption'],
  ['what is no mail server', () => `smtp://ann:canary-4e@127.0.0.1:${rudePort}`, 'broke off the connection'],
  ['no address', () => 'canary-4e', 'cannot be read'],
  ['nothing set', () => null, 'No mail server is set'],
])('%s is said in words, and never the password', async (_, url, words) => {
  const { ok, message } = await checkMailServer(url())
  expect(ok).toBe(false)
  expect(message).toContain(words)
  expect(message).not.toContain('canary')
})
