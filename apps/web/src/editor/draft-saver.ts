import type { SavedDraft } from '@hubflow/api/client'
import type { Definition } from '@hubflow/core'
import { ApiError } from '../api/api-error.ts'
import type { DraftJournal } from './draft-journal.ts'
import { isSameJson } from './same-json.ts'

export interface Draft {
  definition: Definition
  revision: number
}

/** How the draft stands, told as it is: `saved` only once the server has said so. */
export type SaveState =
  /** `at` is null while nothing was changed since the page was opened. */
  | { kind: 'saved'; at: Date | null }
  | { kind: 'saving' }
  /** `kept`: whether this browser could keep a copy until the server is back. */
  | { kind: 'offline'; kept: boolean }
  | { kind: 'refused'; reason: string }
  | { kind: 'conflict'; theirs: Draft }

export interface DraftSaverOptions {
  /** What the server has. */
  draft: Draft
  journal: DraftJournal
  put(draft: Draft, leaving: boolean): Promise<SavedDraft>
  onState(state: SaveState): void
  onSaved(draft: Draft, problems: SavedDraft['problems']): void
  /** The server's draft is newer, and nothing here would be lost by showing it. */
  onNewer(definition: Definition): void
  delayMs?: number
  retryMs?: number
}

/** Brings the document to the server: 800 ms after the last change, one request at a time, again and again while offline. */
export class DraftSaver {
  #options: DraftSaverOptions
  #saved: Draft
  /** What is not on the server yet; null when nothing. */
  #pending: Definition | null = null
  #request: Promise<void> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #state: SaveState = { kind: 'saved', at: null }
  #kept = true

  constructor(options: DraftSaverOptions) {
    this.#options = options
    this.#saved = options.draft
  }

  get state(): SaveState {
    return this.#state
  }

  get revision(): number {
    return this.#saved.revision
  }

  get hasUnsavedChanges(): boolean {
    return this.#pending !== null
  }

  /** The document is now this. */
  change(definition: Definition): void {
    if (definition === this.#pending) return
    if (definition === this.#saved.definition && this.#request === null) {
      this.#settled(null)
      return
    }
    this.#pending = definition
    this.#kept = this.#options.journal.write({ definition, revision: this.#saved.revision })
    if (this.#state.kind === 'conflict') return
    this.#tell(this.#state.kind === 'offline' ? { kind: 'offline', kept: this.#kept } : { kind: 'saving' })
    this.#schedule(this.#options.delayMs ?? 800)
  }

  /** Saves at once what there is to save; resolves when it is on the server or could not be brought there. */
  async flush(leaving = false): Promise<void> {
    clearTimeout(this.#timer)
    while (this.#request) await this.#request
    if (this.#pending === null || this.#state.kind === 'conflict') return
    await this.#send(leaving)
    // What was typed while the request was under way belongs to the flush as well.
    if (this.#pending !== null && this.#state.kind === 'saving') await this.flush(leaving)
  }

  /** The line to the server is back, or may be. */
  retry(): void {
    if (this.#pending !== null) void this.flush()
  }

  /** The changes that come next began from this revision, which may be older than what the server has by now. */
  startFrom(revision: number): void {
    this.#saved = { ...this.#saved, revision }
  }

  /** What the server says it has, learnt by another way than saving: another tab or person may have saved. */
  see(draft: Draft): void {
    if (draft.revision <= this.#saved.revision || this.#request !== null || this.#pending !== null) return
    const isNews = !isSameJson(draft.definition, this.#saved.definition)
    this.#saved = draft
    if (isNews) this.#options.onNewer(draft.definition)
  }

  /** Answers a conflict: `mine` overwrites the newer draft, `theirs` gives up what is here for it. */
  resolve(choice: 'mine' | 'theirs'): void {
    if (this.#state.kind !== 'conflict') return
    const { theirs } = this.#state
    this.#saved = theirs
    if (choice === 'theirs') {
      this.#settled(new Date())
      this.#options.onNewer(theirs.definition)
      return
    }
    this.#tell({ kind: 'saving' })
    void this.flush()
  }

  /** No more saving by itself; what is unsaved stays in the journal. */
  stop(): void {
    clearTimeout(this.#timer)
  }

  #schedule(delayMs: number): void {
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.flush(), delayMs)
  }

  async #send(leaving: boolean): Promise<void> {
    const definition = this.#pending
    if (definition === null) return
    this.#request = this.#put({ definition, revision: this.#saved.revision }, leaving)
    try {
      await this.#request
    } finally {
      this.#request = null
    }
  }

  async #put(draft: Draft, leaving: boolean): Promise<void> {
    try {
      const { revision, problems } = await this.#options.put(draft, leaving)
      this.#accept({ definition: draft.definition, revision })
      this.#options.onSaved(this.#saved, problems)
    } catch (error) {
      this.#refuse(error, draft)
    }
  }

  #accept(draft: Draft): void {
    this.#saved = draft
    if (this.#pending === draft.definition) {
      this.#settled(new Date())
      return
    }
    if (this.#pending !== null) this.#options.journal.write({ definition: this.#pending, revision: draft.revision })
    this.#tell({ kind: 'saving' })
  }

  #refuse(error: unknown, sent: Draft): void {
    const theirs = error instanceof ApiError && error.status === 409 ? newerDraft(error.body) : null
    if (theirs) {
      // Our own save may have arrived while its answer was lost on the way.
      if (isSameJson(theirs.definition, sent.definition)) this.#accept({ ...theirs, definition: sent.definition })
      else this.#tell({ kind: 'conflict', theirs })
      return
    }
    const status = error instanceof ApiError ? error.status : 500
    if (status === 0) this.#tell({ kind: 'offline', kept: this.#kept })
    else this.#tell({ kind: 'refused', reason: error instanceof Error ? error.message : String(error) })
    // What the server refuses for good is sent again with the next change; the rest may work by itself.
    if (status === 0 || status >= 500 || status === 429) this.#schedule(this.#options.retryMs ?? 5000)
  }

  #settled(at: Date | null): void {
    clearTimeout(this.#timer)
    this.#pending = null
    this.#options.journal.clear()
    const before = this.#state.kind === 'saved' ? this.#state.at : null
    this.#tell({ kind: 'saved', at: at ?? before })
  }

  #tell(state: SaveState): void {
    this.#state = state
    this.#options.onState(state)
  }
}

function newerDraft(body: unknown): Draft | null {
  if (typeof body !== 'object' || body === null || !('draft' in body)) return null
  const draft = body.draft as Partial<Draft> | null
  return draft && typeof draft.revision === 'number' && draft.definition ? (draft as Draft) : null
}
