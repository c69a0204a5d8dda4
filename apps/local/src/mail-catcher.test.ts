import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { simpleParser } from 'mailparser'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { type MailCatcher, startMailCatcher } from './mail-catcher.ts'

let folder: string
let catcher: MailCatcher
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-mail-'))
  catcher = await startMailCatcher(folder)
})
afterEach(async () => {
  await catcher.stop()
  rmSync(folder, { recursive: true })
})

test('a mail that is sent is kept whole', async () => {
  const answer = await converse(mailCommands('maria@mail.example', 'Welcome, María'))
  expect(answer).toMatch(/^250 .*\r\n221 /m)
  const [name] = readdirSync(folder)
  const mail = await simpleParser(readFileSync(join(folder, name ?? ''), 'utf8'))
  expect(mail.subject).toBe('Welcome, María')
  expect(mail.text?.trim()).toBe('Your policy has been set up.')
})

test('only the newest three hundred mails stay', async () => {
  for (let index = 0; index < 310; index++) {
    writeFileSync(join(folder, `2020-01-01T00-00-00-000Z-${String(index).padStart(6, '0')}.eml`), '')
  }
  await converse(mailCommands('maria@mail.example', 'The newest'))
  const names = readdirSync(folder).sort()
  expect(names).toHaveLength(300)
  expect(readFileSync(join(folder, names.at(-1) ?? ''), 'utf8')).toContain('The newest')
})

function mailCommands(to: string, subject: string): string[] {
  const mail = [
    `Subject: ${subject}`,
    'Content-Type: text/plain; charset=utf-8',
    '',
    'Your policy has been set up.',
    '.',
  ]
  return ['EHLO test', 'MAIL FROM:<hub@hub.test>', `RCPT TO:<${to}>`, 'DATA', mail.join('\r\n'), 'QUIT']
}

/** Speaks SMTP by hand, so that no client smooths the answers over: one command after each answer. */
async function converse(commands: string[]): Promise<string> {
  const socket = connect(Number(new URL(catcher.url).port), '127.0.0.1')
  const waiting = [...commands]
  let answers = ''
  for await (const answer of socket) {
    answers += answer
    const command = waiting.shift()
    if (command !== undefined) socket.write(`${command}\r\n`)
  }
  return answers
}
