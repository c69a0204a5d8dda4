import { fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

interface SunkRequest {
  path: string
  key: string
  body: string
  /** Milliseconds of the machine's clock. */
  at: number
}

interface SunkMail {
  messageId: string
  to: string[]
}

export interface Sinks {
  /** `/status/<code>` answers with that code, `/hold` only when the same key comes again, anything else with 200. */
  httpUrl: string
  smtpUrl: string
  requests(): SunkRequest[]
  mails(): SunkMail[]
  close(): Promise<void>
}

/** What runs leave outside, kept by another process in files that only grow: the oracle of the fault tests. */
export async function startSinks(): Promise<Sinks> {
  const folder = mkdtempSync(join(tmpdir(), 'hubflow-sinks-'))
  const files = [join(folder, 'requests'), join(folder, 'mails')]
  for (const file of files) writeFileSync(file, '')
  const child = fork(new URL('./sink-process.ts', import.meta.url), files, { execArgv: [] })
  const ended = once(child, 'exit')
  const [{ httpUrl, smtpUrl }] = await once(child, 'message')
  const linesOf = (name: string) =>
    readFileSync(join(folder, name), 'utf8')
      .split('\n')
      .filter((line) => line !== '')
      .map((line) => JSON.parse(line))
  return {
    httpUrl,
    smtpUrl,
    requests: () => linesOf('requests'),
    mails: () => linesOf('mails'),
    async close() {
      child.kill('SIGKILL')
      await ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
