import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve } from 'node:path'
import { StartProblem } from './start-problem.ts'

const REPOSITORY = resolve(import.meta.dirname, '../../..')
export const WEB_DIR = join(REPOSITORY, 'apps/web')
/** Everything that the built web app is made of. */
const SOURCES = [
  'apps/web/{src,public}/**/*.*',
  'apps/web/*.{html,json,ts}',
  'apps/api/src/{client.ts,contract/*.ts}',
  'packages/core/src/**/*.ts',
  'pnpm-lock.yaml',
]
const STAMP = 'sources.sha256'

/** Gives the folder of the built web app, and builds it first when it is missing or its sources have changed. */
export async function ensureWebBuild(say: (sentence: string) => void): Promise<string> {
  const dist = join(WEB_DIR, 'dist')
  const stamp = hashSources()
  if (existsSync(join(dist, 'index.html')) && readStamp(dist) === stamp) return dist
  say('Building the web app …')
  // Built aside and renamed, so that nobody is served half a build, and two builds at once cannot mix.
  const fresh = join(WEB_DIR, 'node_modules/.cache', `build-${process.pid}`)
  await build(fresh)
  writeFileSync(join(fresh, STAMP), stamp)
  rmSync(dist, { recursive: true, force: true })
  renameSync(fresh, dist)
  return dist
}

/** The file that runs Vite, as the web package has it installed. */
export function viteEntry(): string {
  const requireFromWeb = createRequire(join(WEB_DIR, 'package.json'))
  return join(dirname(requireFromWeb.resolve('vite/package.json')), 'bin/vite.js')
}

function hashSources(): string {
  const hash = createHash('sha256')
  const files = globSync(SOURCES, { cwd: REPOSITORY, exclude: (name) => name.endsWith('.test.ts') })
  for (const file of files.sort()) {
    const path = join(REPOSITORY, file)
    hash.update(file).update('\0').update(readFileSync(path)).update('\0')
  }
  return hash.digest('hex')
}

function readStamp(dist: string): string | null {
  const path = join(dist, STAMP)
  return existsSync(path) ? readFileSync(path, 'utf8') : null
}

function build(outDir: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const args = [viteEntry(), 'build', '--outDir', outDir, '--emptyOutDir', '--logLevel', 'warn']
    const child = spawn(process.execPath, args, {
      cwd: WEB_DIR,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, NO_COLOR: '1', NODE_ENV: 'production' },
    })
    let output = ''
    child.stdout.on('data', (chunk) => (output += chunk))
    child.stderr.on('data', (chunk) => (output += chunk))
    child.once('error', reject)
    child.once('exit', (code) => {
      if (code === 0) return resolve()
      rmSync(outDir, { recursive: true, force: true })
      reject(new StartProblem(`The web app could not be built; Vite says:\n${output.trim()}`))
    })
  })
}
