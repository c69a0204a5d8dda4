import { readFileSync, statSync, truncateSync } from 'node:fs'
import { resolve } from 'node:path'
import type { DataDir } from './data-dir.ts'
import { StartProblem } from './start-problem.ts'
import { SupervisedProcess } from './supervised-process.ts'

const APPS = resolve(import.meta.dirname, '../..')
/** Longest pauses while stopping; together they stay well under the 15 s that a Ctrl-C may take. */
const WORKER_DRAIN_MS = 10_000
const API_CLOSE_MS = 3000
/**
 * V8's space for young objects, in MiB a half: with its default a process that did something once holds a hundred MiB more, and
 * is no faster for it.
 */
export const NODE_ARGUMENTS = ['--max-semi-space-size=8']
const LARGEST_LOG_BYTES = 10 * 1024 * 1024

/** The API or the worker, as the hub's start, stop and reload see it. */
export interface HubProcess {
  /** The folder of its app under `apps/`. */
  app: 'api' | 'worker'
  start(): Promise<void>
  restart(): Promise<void>
  stop(): Promise<void>
}

interface Options {
  env: NodeJS.ProcessEnv
  dataDir: DataDir
  dev: boolean
  say(sentence: string): void
}

/** In the order of their start; stopped the other way round, so that the worker drains while the API still answers. */
export function hubProcesses(options: Options): HubProcess[] {
  return [hubProcess('api', 'API', API_CLOSE_MS, options), hubProcess('worker', 'worker', WORKER_DRAIN_MS, options)]
}

function hubProcess(app: HubProcess['app'], name: string, stopWithinMs: number, options: Options): HubProcess {
  const { env, dataDir, dev, say } = options
  const logFile = dev ? undefined : dataDir.log(app)
  const supervised = new SupervisedProcess({
    name,
    entry: resolve(APPS, app, 'src/main.ts'),
    nodeArguments: NODE_ARGUMENTS,
    env,
    logFile,
    say,
    restartsByItself: !dev,
  })
  return {
    app,
    async start() {
      if (logFile !== undefined) cutLog(logFile)
      try {
        await supervised.start()
      } catch (cause) {
        throw new StartProblem(explainFailedStart(name, logFile), { cause })
      }
    },
    restart: () => supervised.restart(),
    stop: () => supervised.stop(stopWithinMs),
  }
}

function explainFailedStart(name: string, logFile: string | undefined): string {
  if (logFile === undefined) return `The ${name} could not start; its own words stand above.`
  const lines = readFileSync(logFile, 'utf8').trim().split('\n')
  // After an error that nobody caught, Node's last words are a stack and its version.
  const words = lines.findLast((line) => /^\w*Error\b/.test(line)) ?? lines.at(-1)
  return `The ${name} could not start: ${words} (all it said stands in ${logFile})`
}

function cutLog(logFile: string): void {
  if (statSync(logFile, { throwIfNoEntry: false }) === undefined) return
  if (statSync(logFile).size > LARGEST_LOG_BYTES) truncateSync(logFile)
}
