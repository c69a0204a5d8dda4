import { appendFileSync } from 'node:fs'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/**
 * An HTTP and a mail server in a process of their own: what a worker sent is written down, one line a message, before
 * it is answered, and no fault of a worker reaches it.
 */
const [requestFile = '', mailFile = ''] = process.argv.slice(2)

/** Answers that wait for the second request of the same key (`/hold`): whoever sent the first is taken over by then. */
const held = new Map<string, ServerResponse>()

const http = createServer(async (request, response) => {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  const key = String(request.headers['idempotency-key'] ?? '')
  const body = Buffer.concat(chunks).toString('utf8')
  appendFileSync(requestFile, `${JSON.stringify({ path: request.url, key, body, at: Date.now() })}\n`)
  if (request.url === '/hold' && !held.has(key)) {
    held.set(key, response)
    return
  }
  held.get(key)?.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  const status = Number(/^\/status\/(\d{3})/.exec(request.url ?? '')?.[1] ?? 200)
  response.writeHead(status, { 'content-type': 'application/json' }).end('{}')
})

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ['STARTTLS', 'AUTH'],
  onData(stream, session, done) {
    const chunks: Buffer[] = []
    stream.on('data', (chunk: Buffer) => chunks.push(chunk))
    stream.on('end', () => {
      const messageId = /^message-id: *(\S+)/im.exec(Buffer.concat(chunks).toString('utf8'))?.[1] ?? ''
      const to = session.envelope.rcptTo.map(({ address }) => address)
      appendFileSync(mailFile, `${JSON.stringify({ messageId, to })}\n`)
      done()
    })
  },
})

// A worker that is killed in the middle of a mail is no fault of this one.
smtp.on('error', () => {})
http.listen(0, '127.0.0.1', () =>
  smtp.listen(0, '127.0.0.1', () => {
    const { port: httpPort } = http.address() as AddressInfo
    const { port: smtpPort } = smtp.server.address() as AddressInfo
    process.send?.({ httpUrl: `http://127.0.0.1:${httpPort}`, smtpUrl: `smtp://127.0.0.1:${smtpPort}` })
  }),
)
process.on('disconnect', () => process.exit(0))
