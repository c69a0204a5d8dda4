/**
 * Counts what happened per key within a window of time, in this process's memory: with several API processes each
 * allows its own share. Old keys are forgotten, so memory stays bounded.
 */
export class Attempts {
  readonly #max: number
  readonly #windowMs: number
  readonly #byKey = new Map<string, { count: number; endsAt: number }>()

  constructor({ max, windowMs }: { max: number; windowMs: number }) {
    this.#max = max
    this.#windowMs = windowMs
  }

  /** Counts one attempt; gives null when it is allowed, else the milliseconds until the next one is. */
  count(key: string, now = Date.now()): number | null {
    const entry = this.#byKey.get(key)
    if (entry === undefined || entry.endsAt <= now) {
      this.#forgetOld(now)
      this.#byKey.set(key, { count: 1, endsAt: now + this.#windowMs })
      return null
    }
    if (entry.count >= this.#max) return entry.endsAt - now
    entry.count++
    return null
  }

  /** As `count`, without counting. */
  waitMs(key: string, now = Date.now()): number | null {
    const entry = this.#byKey.get(key)
    return entry !== undefined && entry.endsAt > now && entry.count >= this.#max ? entry.endsAt - now : null
  }

  clear(key: string): void {
    this.#byKey.delete(key)
  }

  #forgetOld(now: number): void {
    if (this.#byKey.size < MAX_KEYS) return
    for (const [key, entry] of this.#byKey) {
      if (entry.endsAt <= now || this.#byKey.size >= MAX_KEYS) this.#byKey.delete(key)
    }
  }
}

const MAX_KEYS = 50_000
