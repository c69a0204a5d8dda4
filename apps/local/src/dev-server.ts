import { fork } from 'node:child_process'
import { resolve } from 'node:path'
import { WEB_DIR } from './web-build.ts'

/** Vite's development server on the hub's own port: it serves the web app's sources and hands the rest to the API. */
export async function startDevServer(options: {
  host: string
  port: number
  apiUrl: string
}): Promise<{ stop(): Promise<void> }> {
  const { host, port, apiUrl } = options
  const child = fork(
    resolve(import.meta.dirname, 'dev-server-process.ts'),
    ['--host', host, '--port', String(port), '--strictPort', '--clearScreen', 'false'],
    {
      cwd: WEB_DIR,
      // In its own group, as the API and the worker are: only the supervisor gets the terminal's Ctrl-C.
      detached: true,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      env: { ...process.env, HUBFLOW_API_URL: apiUrl },
    },
  )
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  return {
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
