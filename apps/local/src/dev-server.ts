import { spawn } from 'node:child_process'
import { viteEntry, WEB_DIR } from './web-build.ts'

/** Vite's development server on the hub's own port: it serves the web app's sources and hands the rest to the API. */
export async function startDevServer(options: {
  host: string
  port: number
  apiUrl: string
}): Promise<{ stop(): Promise<void> }> {
  const { host, port, apiUrl } = options
  const args = [viteEntry(), '--host', host, '--port', String(port), '--strictPort', '--clearScreen', 'false']
  const child = spawn(process.execPath, args, {
    cwd: WEB_DIR,
    // In its own group, as the API and the worker are: only the supervisor gets the terminal's Ctrl-C. Vite ends when
    // its standard input does, unless CI is set: that is how it learns that the supervisor was killed.
    detached: true,
    stdio: ['pipe', 'inherit', 'inherit'],
    env: { ...process.env, CI: '', HUBFLOW_API_URL: apiUrl },
  })
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  return {
    async stop() {
      child.kill('SIGTERM')
      await exited
    },
  }
}
