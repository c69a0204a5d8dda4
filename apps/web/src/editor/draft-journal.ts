import { parseDefinition } from '@hubflow/core'
import type { Draft } from './draft-saver.ts'

/** What this browser keeps of a draft until the server has it. */
export interface DraftJournal {
  /** Whether it could be kept. */
  write(draft: Draft): boolean
  read(): Draft | null
  clear(): void
  /** Makes the newest of what windows left that are closed or crashed this window's own, and gives it; null when nothing was. */
  takeOver(): Promise<Draft | null>
  /** This window is done with the workflow: what is still kept is for the next that opens it. */
  close(): void
}

/** Tells which windows are open: the browser frees a window's lock however it ends. */
type Locks = Pick<LockManager, 'request' | 'query'>

/**
 * A journal in the browser's storage, one entry a workflow and window, so that two windows do not clear or overwrite what
 * the other keeps. `revision` is the server's that the changes began from. Without locks (plain HTTP on a host name)
 * every other entry counts as left.
 */
export function openJournal(workflowId: string, storage: Storage, locks?: Locks): DraftJournal {
  const all = `hubflow:draft:${workflowId}`
  const key = `${all}:${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  const ended = new AbortController()
  const untilEnd = new Promise<void>((done) => ended.signal.addEventListener('abort', () => done()))
  void locks?.request(key, () => untilEnd)

  function read(from: string): (Draft & { at: number }) | null {
    try {
      const kept = JSON.parse(storage.getItem(from) ?? 'null') as Record<string, unknown> | null
      if (!kept || typeof kept.revision !== 'number') return null
      const parsed = parseDefinition(kept.definition)
      return parsed.ok ? { definition: parsed.definition, revision: kept.revision, at: Number(kept.at ?? 0) } : null
    } catch {
      return null
    }
  }

  function remove(from: string): void {
    try {
      storage.removeItem(from)
    } catch {
      // Nothing was kept then.
    }
  }

  function write({ definition, revision }: Draft): boolean {
    try {
      storage.setItem(key, JSON.stringify({ definition, revision, at: Date.now() }))
      return true
    } catch {
      // Full or forbidden: the page says that nothing is kept.
      return false
    }
  }

  return {
    write,
    read: () => read(key),
    clear: () => remove(key),
    async takeOver() {
      const open = new Set((await locks?.query())?.held?.map(({ name }) => name))
      const [newest] = keysOf(storage)
        .filter((other) => (other === all || other.startsWith(`${all}:`)) && other !== key && !open.has(other))
        .flatMap((from) => {
          const draft = read(from)
          return draft ? [{ from, draft }] : []
        })
        .sort((one, other) => other.draft.at - one.draft.at)
      if (!newest) return null
      // Kept here before it is removed there: a crash in between keeps it twice instead of never.
      if (write(newest.draft)) remove(newest.from)
      return newest.draft
    },
    close: () => ended.abort(),
  }
}

function keysOf(storage: Storage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}
