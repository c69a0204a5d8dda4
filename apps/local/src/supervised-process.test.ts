import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SupervisedProcess } from './supervised-process.ts'

let folder: string
let said: string[]
const running: SupervisedProcess[] = []
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'hubflow-process-'))
  said = []
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((each) => each.stop(1000)))
  rmSync(folder, { recursive: true })
})

const READY = `process.send({ kind: 'ready' })\nprocess.on('disconnect', () => process.exit())\n`

test('a process that dies by itself is started again, and that is said', async () => {
  const supervised = supervise(`${READY}console.log('pid', process.pid)`)
  await supervised.start()
  const firstPid = await pidOf(1)
  process.kill(firstPid, 'SIGKILL')
  expect(await pidOf(2)).not.toBe(firstPid)
  await vi.waitFor(() =>
    expect(said).toEqual([
      'The worker ended by itself (SIGKILL); starting it again in 0.5 s.',
      'The worker runs again.',
    ]),
  )
})

test('a process that ends before it is ready fails the start', async () => {
  const supervised = supervise(`console.log('no database'); process.exit(3)`)
  await expect(supervised.start()).rejects.toThrow('the worker ended while it was starting (exit code 3)')
  expect(said).toEqual([])
})

test('stopping lets it finish, and kills it when it does not', async () => {
  const polite = supervise(`process.on('SIGTERM', () => { console.log('drained'); process.exit() })\n${READY}`)
  await polite.start()
  await polite.stop(5000)
  expect(output()).toContain('drained')

  const deaf = supervise(`process.on('SIGTERM', () => {})\n${READY}console.log('pid', process.pid)`)
  await deaf.start()
  const pid = await pidOf(1)
  await deaf.stop(50)
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
  expect(said).toEqual([])
})

test('a restart runs the new code, and a process that would not start is tried at the next one', async () => {
  const supervised = supervise(READY)
  await supervised.start()
  writeEntry('this is no program')
  await expect(supervised.restart()).rejects.toThrow('the worker ended while it was starting (exit code 1)')
  writeEntry(`${READY}console.log('the new code')`)
  await supervised.restart()
  await vi.waitFor(() => expect(output()).toContain('the new code'))
})

function supervise(source: string): SupervisedProcess {
  writeEntry(source)
  const supervised = new SupervisedProcess({
    name: 'worker',
    entry: join(folder, 'entry.mjs'),
    env: process.env,
    logFile: join(folder, 'log'),
    say: (sentence) => said.push(sentence),
    restartsByItself: true,
  })
  running.push(supervised)
  return supervised
}

function writeEntry(source: string): void {
  writeFileSync(join(folder, 'entry.mjs'), source)
}

function output(): string {
  return readFileSync(join(folder, 'log'), 'utf8')
}

/** The process id that the `count`th life has printed. */
async function pidOf(count: number): Promise<number> {
  return vi.waitFor(
    () => {
      const pids = [...output().matchAll(/^pid (\d+)$/gm)]
      expect(pids).toHaveLength(count)
      return Number(pids.at(-1)?.[1])
    },
    { timeout: 5000 },
  )
}
