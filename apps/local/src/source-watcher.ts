import { type FSWatcher, watch } from 'node:fs'
import { join, resolve } from 'node:path'
import type { HubProcess } from './hub-processes.ts'

const REPOSITORY = resolve(import.meta.dirname, '../../..')
/** Editors write a file in several steps, and a branch switch writes many: one restart is enough for all of it. */
const QUIET_MS = 150

/** What each app is made of besides its own folder. */
const SHARED = ['packages/core/src', 'packages/nodes/src', 'packages/db/src']

/** Starts an app anew when its sources change; edits that come while it restarts lead to one more restart. */
export function watchSources(
  processes: HubProcess[],
  say: (sentence: string) => void,
  repository = REPOSITORY,
): { stop(): void } {
  const reloads = new Map(processes.map((each) => [each, reloader(each, say)]))
  const watchers: FSWatcher[] = []
  const watchFolder = (folder: string, affected: HubProcess[]) => {
    watchers.push(
      watch(join(repository, folder), { recursive: true }, (_event, file) => {
        if (file === null || !isSource(file)) return
        for (const each of affected) reloads.get(each)?.()
      }),
    )
  }
  for (const each of processes) watchFolder(`apps/${each.app}/src`, [each])
  for (const folder of SHARED) watchFolder(folder, processes)
  return { stop: () => watchers.forEach((watcher) => void watcher.close()) }
}

function isSource(file: string): boolean {
  return /\.(ts|sql|json)$/.test(file) && !file.endsWith('.test.ts')
}

function reloader(hubProcess: HubProcess, say: (sentence: string) => void): () => void {
  let timer: NodeJS.Timeout | undefined
  let current: Promise<void> = Promise.resolve()
  return () => {
    clearTimeout(timer)
    timer = setTimeout(() => {
      current = current.then(() => reload(hubProcess, say))
    }, QUIET_MS)
  }
}

async function reload(hubProcess: HubProcess, say: (sentence: string) => void): Promise<void> {
  try {
    await hubProcess.restart()
    say(`Reloaded ${hubProcess.app}.`)
  } catch {
    say(`The changed ${hubProcess.app} does not start; it is tried again at the next change.`)
  }
}
