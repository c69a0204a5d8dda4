import { type Clip, readClip } from './clip.ts'

/** Where the last copy is kept for the menu's Paste, which may not read the system's clipboard; all tabs see it. */
const KEY = 'hubflow-copied-steps'

export function keepClip(clip: Clip): string {
  const text = JSON.stringify(clip)
  try {
    localStorage.setItem(KEY, text)
  } catch {
    // The storage is full or not allowed: the system's clipboard has it all the same.
  }
  // Over plain HTTP there is none; then the steps can be pasted into this browser's tabs only.
  navigator.clipboard?.writeText(text).catch(() => undefined)
  return text
}

/** What was copied last in this browser; null where nothing was. */
export function keptClip(): Clip | null {
  const text = localStorage.getItem(KEY)
  return text === null ? null : readClip(text)
}
