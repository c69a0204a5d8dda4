import type { Database } from '@hubflow/db'
import { type Found, findHooks } from './find-hook.ts'

/**
 * Looks hooks up in groups: calls that come in while one look is under way share the next one. Nobody is answered with
 * what was read before they asked.
 */
export class HookFinder {
  readonly #database: Database
  #asked = new Map<string, PromiseWithResolvers<Found | null>>()
  #isBusy = false

  constructor(database: Database) {
    this.#database = database
  }

  /** Null for a token that nobody has. */
  find(token: string): Promise<Found | null> {
    const same = this.#asked.get(token)
    if (same) return same.promise
    const asked = Promise.withResolvers<Found | null>()
    this.#asked.set(token, asked)
    if (!this.#isBusy) void this.#work()
    return asked.promise
  }

  async #work(): Promise<void> {
    this.#isBusy = true
    while (this.#asked.size > 0) {
      const group = this.#asked
      this.#asked = new Map()
      try {
        const found = await findHooks(this.#database, [...group.keys()])
        for (const [token, { resolve }] of group) resolve(found.get(token) ?? null)
      } catch (error) {
        for (const { reject } of group.values()) reject(error)
      }
    }
    this.#isBusy = false
  }
}
