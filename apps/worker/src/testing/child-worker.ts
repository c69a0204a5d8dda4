import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'

export interface ChildWorker {
  process: ChildProcess
  /** The exit code, or the signal that ended it. */
  ended: Promise<number | string>
}

/** What test workers open stored secrets with. */
export const HUB_SECRET = 'a secret that is long enough for tests'

const ENTRIES = {
  /** The worker as it ships. */
  real: new URL('../main.ts', import.meta.url),
  /** The same, with a clock that is wrong by `HUBFLOW_TEST_SKEW_MS`. */
  skewed: new URL('../main.ts', import.meta.url),
  /** A worker that commits effects and step records apart: the negative control. */
  apart: new URL('./apart-worker.ts', import.meta.url),
}

/** A worker in a process of its own, ready to take runs, or killed by its failpoint before it could say so. */
export async function startChildWorker(
  url: string,
  env: Record<string, string> = {},
  entry: keyof typeof ENTRIES = 'real',
): Promise<ChildWorker> {
  const child = fork(ENTRIES[entry], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: url,
      HUBFLOW_SECRET: HUB_SECRET,
      LOG_LEVEL: 'fatal',
      HUBFLOW_TIME_ZONE: 'UTC',
      ...env,
    },
    execArgv: entry === 'skewed' ? ['--import', new URL('./skewed-clock.ts', import.meta.url).href] : [],
  })
  const ended = once(child, 'exit').then(([code, signal]: (number | string | null)[]) => signal ?? code ?? 0)
  const ready = once(child, 'message')
  await Promise.race([
    ready,
    ended.then((end) => {
      if (end !== 'SIGKILL') throw new Error(`the worker ended with ${end} before it was ready`)
    }),
  ])
  return { process: child, ended }
}
