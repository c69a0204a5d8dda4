/** Undo and redo by reference: definitions are never changed in place, so an entry costs one pointer. */
export interface History<T> {
  past: readonly T[]
  present: T
  future: readonly T[]
  /** What the newest entry belongs to; more changes of the same gesture do not make further entries. */
  gesture: string | null
}

const DEPTH = 500

export function begin<T>(present: T): History<T> {
  return { past: [], present, future: [], gesture: null }
}

/** A change; with a gesture's name it joins the entry that the same gesture made just before. */
export function change<T>(history: History<T>, next: T, gesture: string | null = null): History<T> {
  if (next === history.present) return history
  if (gesture !== null && gesture === history.gesture) return { ...history, present: next, future: [] }
  return { past: [...history.past, history.present].slice(-DEPTH), present: next, future: [], gesture }
}

/** The next change begins an entry of its own: a field was left, the pointer was let go. */
export function endGesture<T>(history: History<T>): History<T> {
  return history.gesture === null ? history : { ...history, gesture: null }
}

export function undo<T>(history: History<T>): History<T> {
  const before = history.past.at(-1)
  if (before === undefined) return history
  return {
    past: history.past.slice(0, -1),
    present: before,
    future: [history.present, ...history.future],
    gesture: null,
  }
}

export function redo<T>(history: History<T>): History<T> {
  const [after, ...later] = history.future
  if (after === undefined) return history
  return { past: [...history.past, history.present], present: after, future: later, gesture: null }
}
