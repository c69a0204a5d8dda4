import { COMPILE_CACHE } from './compile-cache.ts'
import { openDataDir, readOrCreateSecret } from './data-dir.ts'
import { startDevServer } from './dev-server.ts'
import type { Environment } from './environment.ts'
import { prepareDatabase } from './hub-database.ts'
import { type HubProcess, hubProcesses } from './hub-processes.ts'
import { startMailCatcher } from './mail-catcher.ts'
import { claimPort, findFreePort } from './port.ts'
import { untilReady } from './readiness.ts'
import { watchSources } from './source-watcher.ts'
import { lockDataDir } from './start-lock.ts'
import { ensureWebBuild } from './web-build.ts'

interface Options {
  environment: Environment
  dev: boolean
  say(sentence: string): void
  /** Aborted by Ctrl-C, which may come while the hub is still starting. */
  signal: AbortSignal
}

export interface Hub {
  url: string
  stop(): Promise<void>
}

/** Starts everything in order; what was started is stopped in the opposite order, also when a later part fails. */
export async function startHub(options: Options): Promise<Hub> {
  const started = new AsyncDisposableStack()
  try {
    const url = await startParts(options, started)
    return { url, stop: () => started.disposeAsync() }
  } catch (error) {
    await started.disposeAsync()
    throw error
  }
}

async function startParts({ environment, dev, say, signal }: Options, started: AsyncDisposableStack): Promise<string> {
  const dataDir = openDataDir(environment.dataDir)
  const lock = await lockDataDir(dataDir)
  started.defer(() => lock.release())
  const port = await claimPort(environment.host, environment.port)
  const secret = environment.secret ?? readOrCreateSecret(dataDir)
  const url = `http://${reachableHost(environment.host)}:${port}`
  const [webDir, databaseUrl] = await allOrFirstFailure([
    dev ? undefined : ensureWebBuild(say),
    prepareDatabase({ environment, dataDir, say, started }),
  ])
  signal.throwIfAborted()

  const apiPort = dev ? await findFreePort('127.0.0.1') : port
  const env: NodeJS.ProcessEnv = {
    ...process.env,
    ...environment.handedOn,
    NODE_COMPILE_CACHE: COMPILE_CACHE,
    NODE_ENV: dev ? 'development' : 'production',
    DATABASE_URL: databaseUrl,
    HUBFLOW_SECRET: secret,
    HOST: dev ? '127.0.0.1' : environment.host,
    PORT: String(apiPort),
    PUBLIC_URL: environment.publicUrl ?? url,
    HUBFLOW_WEB_DIR: webDir,
  }
  if (environment.smtpUrl === undefined && environment.databaseUrl === undefined) {
    const catcher = await startMailCatcher(dataDir.mail)
    started.defer(() => catcher.stop())
    env.SMTP_URL = catcher.url
    env.HUBFLOW_MAIL = 'catcher'
  } else {
    env.SMTP_URL = environment.smtpUrl
    env.HUBFLOW_MAIL = environment.smtpUrl === undefined ? 'unset' : 'smtp'
  }

  const processes = hubProcesses({ env, dataDir, dev, say })
  for (const each of processes) started.defer(() => each.stop())
  await allOrFirstFailure(processes.map((each) => each.start()))
  await untilReady(`http://${reachableHost(environment.host)}:${apiPort}/readyz`, signal)
  if (dev) {
    await startDevelopment({ processes, environment, port, apiPort, say, started })
    await untilReady(url, signal)
  }
  return url
}

async function startDevelopment(options: {
  processes: HubProcess[]
  environment: Environment
  port: number
  apiPort: number
  say(sentence: string): void
  started: AsyncDisposableStack
}): Promise<void> {
  const { processes, environment, port, apiPort, say, started } = options
  const server = await startDevServer({ host: environment.host, port, apiUrl: `http://127.0.0.1:${apiPort}` })
  started.defer(() => server.stop())
  const watcher = watchSources(processes, say)
  started.defer(() => watcher.stop())
}

/** Waits for all, so that nothing is still starting when a failure leads to the clean-up. */
async function allOrFirstFailure<const Values extends readonly unknown[]>(
  promises: Values,
): Promise<{ -readonly [Index in keyof Values]: Awaited<Values[Index]> }> {
  await Promise.allSettled(promises)
  return Promise.all(promises)
}

/** An address that listens for everyone is no address to go to. */
function reachableHost(host: string): string {
  if (host === '0.0.0.0' || host === '::') return '127.0.0.1'
  return host.includes(':') ? `[${host}]` : host
}
