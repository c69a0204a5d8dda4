import { useSyncExternalStore } from 'react'

/** One clock for all times on the page: a table of 200 rows has one timer, not 200. */
const listeners = new Set<() => void>()
let now = new Date()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  if (listeners.size === 0) {
    now = new Date()
    timer = setInterval(tick, 5000)
  }
  listeners.add(listener)
  return () => {
    listeners.delete(listener)
    if (listeners.size === 0) clearInterval(timer)
  }
}

function tick(): void {
  now = new Date()
  for (const listener of listeners) listener()
}

/** The time of day, renewed every five seconds. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => now)
}
