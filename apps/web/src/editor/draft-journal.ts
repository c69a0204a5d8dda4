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
 * The browser's database. What it takes is on the disk at once; the storage is written there seconds later, and what was
 * kept since is lost when the whole browser is killed. The storage in turn has at once what a tab kept that crashes.
 */
export interface Disk {
  set(key: string, value: string): Promise<void>
  del(key: string): Promise<void>
  entries(): Promise<[IDBValidKey, unknown][]>
}

/**
 * A journal in the browser's storage and on its disk, one entry a workflow and window, so that two windows do not clear or
 * overwrite what the other keeps. `revision` is the server's that the changes began from. Without locks (plain HTTP on a
 * host name) every other entry counts as left.
 */
export function openJournal(workflowId: string, storage: Storage, locks?: Locks, disk?: Disk): DraftJournal {
  const all = `hubflow:draft:${workflowId}`
  const key = `${all}:${crypto.getRandomValues(new Uint32Array(2)).join('')}`
  const ended = new AbortController()
  const untilEnd = new Promise<void>((done) => ended.signal.addEventListener('abort', () => done()))
  void locks?.request(key, () => untilEnd)

  function remove(from: string): void {
    disk?.del(from).catch(() => undefined)
    try {
      storage.removeItem(from)
    } catch {
      // Nothing was kept then.
    }
  }

  function write({ definition, revision }: Draft): boolean {
    const text = JSON.stringify({ definition, revision, at: Date.now() })
    disk?.set(key, text).catch(() => undefined)
    try {
      storage.setItem(key, text)
      return true
    } catch {
      // Full or forbidden: the page says that nothing is kept.
      return false
    }
  }

  return {
    write,
    read: () => parse(storage.getItem(key)).draft,
    clear() {
      remove(key)
      // After a kill the storage may still have what was saved since: the disk knows better.
      disk?.set(key, JSON.stringify({ at: Date.now() })).catch(() => undefined)
    },
    async takeOver() {
      const open = new Set((await locks?.query())?.held?.map(({ name }) => name))
      const onDisk = (await disk?.entries().catch(() => [])) ?? []
      const left = new Map<string, Kept>()
      for (const [from, text] of [
        ...entriesOf(storage),
        ...onDisk.map(([from, text]) => [String(from), text] as const),
      ]) {
        const isLeft = (from === all || from.startsWith(`${all}:`)) && from !== key && !open.has(from)
        const kept = parse(text)
        if (isLeft && kept.at >= (left.get(from)?.at ?? 0)) left.set(from, kept)
      }
      for (const [from, { draft }] of left) if (!draft) remove(from)
      const [newest] = [...left]
        .flatMap(([from, { at, draft }]) => (draft ? [{ from, at, draft }] : []))
        .sort((one, other) => other.at - one.at)
      if (!newest) return null
      // Kept here before it is removed there: a crash in between keeps it twice instead of never.
      if (write(newest.draft)) remove(newest.from)
      return newest.draft
    },
    close: () => ended.abort(),
  }
}

/** What was kept and when; no draft once the server had it, and where the text is none of ours. */
interface Kept {
  at: number
  draft: Draft | null
}

function parse(text: unknown): Kept {
  try {
    const kept = JSON.parse(String(text)) as Record<string, unknown> | null
    const at = Number(kept?.at ?? 0)
    const parsed = parseDefinition(kept?.definition)
    const isDraft = parsed.ok && typeof kept?.revision === 'number'
    return { at, draft: isDraft ? { definition: parsed.definition, revision: Number(kept.revision) } : null }
  } catch {
    return { at: 0, draft: null }
  }
}

function entriesOf(storage: Storage): [from: string, text: string | null][] {
  return Array.from({ length: storage.length }, (_, index) => {
    const from = storage.key(index) ?? ''
    return [from, storage.getItem(from)]
  })
}
