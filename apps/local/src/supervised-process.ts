import { type ChildProcess, fork } from 'node:child_process'
import { closeSync, openSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const FIRST_BACKOFF_MS = 500
const LONGEST_BACKOFF_MS = 10_000
/** A process that lived this long has recovered: its next death begins with the shortest pause again. */
const RECOVERED_AFTER_MS = 30_000

interface Options {
  /** For people: `API`, `worker`. */
  name: string
  entry: string
  /** Of Node itself. */
  nodeArguments?: string[]
  env: NodeJS.ProcessEnv
  /** Its output is appended here; undefined: the terminal. */
  logFile: string | undefined
  say(sentence: string): void
  /** In development a process that dies waits for the next edit instead of trying the same code again. */
  restartsByItself: boolean
}

/**
 * A child in a process group of its own, so that the terminal's Ctrl-C reaches the supervisor only. It says over IPC
 * when it is ready, ends by itself when the channel breaks (the supervisor was killed), and is started again when it
 * dies by itself.
 */
export class SupervisedProcess {
  #options: Options
  #child: ChildProcess | null = null
  #stopping = false
  #backoffMs = FIRST_BACKOFF_MS

  constructor(options: Options) {
    this.#options = options
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Resolves when the process says that it is ready; rejects when it ends before. */
  async start(): Promise<void> {
    const startedAt = Date.now()
    const child = this.#fork()
    this.#child = child
    const ended = new Promise<string>((resolve) => {
      child.once('error', (error) => resolve(error.message))
      child.once('exit', (code, signal) => resolve(signal === null ? `exit code ${code}` : signal))
    })
    const ready = new Promise<'ready'>((resolve) => {
      child.on('message', (message) => {
        if (isReady(message)) resolve('ready')
      })
    })
    const first = await Promise.race([ready, ended])
    if (first !== 'ready') throw new Error(`the ${this.#options.name} ended while it was starting (${first})`)
    void ended.then((how) => this.#whenEnded(child, how, startedAt))
  }

  /** Ends it and starts it anew: its code has changed. */
  async restart(): Promise<void> {
    await this.stop(2000)
    this.#stopping = false
    await this.start()
  }

  /** Asks it to finish what it does; after `limitMs` it is killed. */
  async stop(limitMs: number): Promise<void> {
    this.#stopping = true
    const child = this.#child
    if (child === null || child.exitCode !== null || child.signalCode !== null) return
    const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), limitMs)
    await exited
    clearTimeout(timer)
  }

  #fork(): ChildProcess {
    const { entry, nodeArguments = [], env, logFile } = this.#options
    const log = logFile === undefined ? 'inherit' : openSync(logFile, 'a')
    const child = fork(entry, { env, execArgv: nodeArguments, detached: true, stdio: ['ignore', log, log, 'ipc'] })
    if (log !== 'inherit') closeSync(log)
    return child
  }

  async #whenEnded(child: ChildProcess, how: string, startedAt: number): Promise<void> {
    if (this.#stopping || this.#child !== child) return
    const { name, say, restartsByItself } = this.#options
    if (!restartsByItself) return say(`The ${name} ended by itself (${how}); it starts again at the next change.`)
    if (Date.now() - startedAt > RECOVERED_AFTER_MS) this.#backoffMs = FIRST_BACKOFF_MS
    while (!this.#stopping) {
      say(`The ${name} ended by itself (${how}); starting it again in ${this.#backoffMs / 1000} s.`)
      await delay(this.#backoffMs)
      this.#backoffMs = Math.min(this.#backoffMs * 2, LONGEST_BACKOFF_MS)
      if (this.#stopping) return
      try {
        await this.start()
        return say(`The ${name} runs again.`)
      } catch (error) {
        how = error instanceof Error ? error.message : String(error)
      }
    }
  }
}

function isReady(message: unknown): boolean {
  return typeof message === 'object' && message !== null && 'kind' in message && message.kind === 'ready'
}
