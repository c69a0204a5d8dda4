import { setTimeout as delay } from 'node:timers/promises'
import { StartProblem } from './start-problem.ts'

const READY_WITHIN_MS = 60_000

/** Resolves when an address answers that all is well: `/readyz` of the API, or any page of the development server. */
export async function untilReady(address: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await isReady(address))) {
    signal.throwIfAborted()
    if (Date.now() > deadline) {
      throw new StartProblem(`The hub did not become ready within a minute: ${address} says what it waits for.`)
    }
    await delay(25)
  }
}

async function isReady(address: string): Promise<boolean> {
  try {
    const answer = await fetch(address)
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
