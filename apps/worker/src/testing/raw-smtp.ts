import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the server does at one moment of a delivery: answers a refusal, or cuts the line. */
export type SmtpTurn = `${4 | 5}${string}` | 'cut'
type Moment = 'connect' | 'recipient' | 'data' | 'message'

interface TakenMail {
  to: string
  messageId: string
}

export interface RawSmtp {
  url: string
  /** Messages that arrived whole, whether or not the sender was told. */
  taken: TakenMail[]
  close(): Promise<void>
}

/** A mail server by hand, on loopback: one that keeps to the protocol cannot be made to break off in the middle. */
export async function startRawSmtp(
  turn: (moment: Moment, address: string | null, count: number) => SmtpTurn | null,
): Promise<RawSmtp> {
  const taken: TakenMail[] = []
  const counts = new Map<string, number>()
  const sockets = new Set<Socket>()

  function decide(moment: Moment, address: string | null): SmtpTurn | null {
    const place = `${moment} ${address}`
    const count = (counts.get(place) ?? 0) + 1
    counts.set(place, count)
    return turn(moment, address, count)
  }

  const server = createServer((socket) => {
    let text = ''
    let address: string | null = null
    let isMessage = false
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket)).on('error', () => undefined)

    /** Does what is decided for the moment, else says this. */
    function answer(moment: Moment, usual: string): boolean {
      const decided = decide(moment, address)
      if (decided === 'cut') socket.destroy()
      else socket.write(`${decided ?? usual}\r\n`)
      return decided === null
    }

    function takeLine(line: string): void {
      const command = line.toUpperCase()
      if (command.startsWith('RCPT TO:')) {
        address = /<(.*?)>/.exec(line)?.[1] ?? ''
        answer('recipient', '250 ok')
      } else if (command === 'DATA') isMessage = answer('data', '354 go on')
      else if (command === 'QUIT') socket.end('221 bye\r\n')
      else socket.write('250 ok\r\n')
    }

    function takeMessage(raw: string): void {
      taken.push({ to: address ?? '', messageId: /^Message-ID:\s*(\S+)/im.exec(raw)?.[1] ?? '' })
      isMessage = false
      answer('message', '250 taken')
    }

    socket.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      for (;;) {
        const end = isMessage ? '\r\n.\r\n' : '\r\n'
        const at = text.indexOf(end)
        if (at === -1) return
        const part = text.slice(0, at)
        text = text.slice(at + end.length)
        if (isMessage) takeMessage(part)
        else takeLine(part)
      }
    })
    answer('connect', '220 here')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    async close() {
      for (const socket of sockets) socket.destroy()
      server.close()
      await once(server, 'close')
    },
  }
}
