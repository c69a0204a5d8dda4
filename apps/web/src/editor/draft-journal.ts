import { parseDefinition } from '@hubflow/core'
import type { Draft } from './draft-saver.ts'

/** What this browser keeps of a draft until the server has it. */
export interface DraftJournal {
  /** Whether it could be kept. */
  write(draft: Draft): boolean
  read(): Draft | null
  clear(): void
}

/** A journal in the browser's storage, one entry a workflow. `revision` is the server's that the changes began from. */
export function openJournal(workflowId: string, storage: Storage): DraftJournal {
  const key = `hubflow:draft:${workflowId}`
  return {
    write(draft) {
      try {
        storage.setItem(key, JSON.stringify(draft))
        return true
      } catch {
        // Full or forbidden: the page says that nothing is kept.
        return false
      }
    },
    read() {
      try {
        const kept = JSON.parse(storage.getItem(key) ?? 'null') as { definition?: unknown; revision?: unknown } | null
        if (!kept || typeof kept.revision !== 'number') return null
        const parsed = parseDefinition(kept.definition)
        return parsed.ok ? { definition: parsed.definition, revision: kept.revision } : null
      } catch {
        return null
      }
    },
    clear() {
      try {
        storage.removeItem(key)
      } catch {
        // Nothing was kept then.
      }
    },
  }
}
