import { createWriteStream } from 'node:fs'
import { readdir, rename, rm } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { SMTPServer } from 'smtp-server'

const LARGEST_MAIL_BYTES = 10 * 1024 * 1024
const KEPT_MAILS = 300

export interface MailCatcher {
  /** `smtp://127.0.0.1:<port>` */
  url: string
  stop(): Promise<void>
}

/** A real SMTP server on loopback that delivers nothing: every mail becomes one `.eml` file, the newest few hundred stay. */
export async function startMailCatcher(directory: string): Promise<MailCatcher> {
  const keep = mailFolder(directory)
  const server = new SMTPServer({
    name: 'hubflow-mail-catcher',
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    size: LARGEST_MAIL_BYTES,
    logger: false,
    onData(stream, _session, done) {
      keep(stream).then(() => done(), done)
    },
  })
  // A client that goes away in the middle of a mail is its own trouble; without a listener it would end this process.
  server.on('error', () => {})
  const socket = server.listen(0, '127.0.0.1')
  await new Promise<void>((resolve, reject) => {
    socket.once('listening', resolve)
    socket.once('error', reject)
  })
  const { port } = socket.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    stop: () => new Promise((resolve) => server.close(() => resolve())),
  }
}

function mailFolder(directory: string): (mail: Readable) => Promise<void> {
  let counter = 0
  return async (mail) => {
    counter += 1
    const name = `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${String(counter).padStart(6, '0')}.eml`
    // Written under another name first, so that whoever reads the folder sees whole mails only.
    const unfinished = join(directory, `${name}.part`)
    try {
      await pipeline(mail, createWriteStream(unfinished))
      await rename(unfinished, join(directory, name))
    } catch (error) {
      await rm(unfinished, { force: true })
      throw error
    }
    if (counter % 20 === 1) await dropOldest(directory)
  }
}

async function dropOldest(directory: string): Promise<void> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.eml')).sort()
  await Promise.all(names.slice(0, -KEPT_MAILS).map((name) => rm(join(directory, name), { force: true })))
}
