import { setTimeout as delay } from 'node:timers/promises'
import { StartProblem } from './start-problem.ts'

const READY_WITHIN_MS = 60_000

/** Resolves when the API says that it and its database are ready to serve. */
export async function untilReady(apiUrl: string, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS
  while (!(await isReady(apiUrl))) {
    signal.throwIfAborted()
    if (Date.now() > deadline) {
      throw new StartProblem(`The API did not become ready within a minute: ${apiUrl}/readyz says what it waits for.`)
    }
    await delay(25)
  }
}

async function isReady(apiUrl: string): Promise<boolean> {
  try {
    const answer = await fetch(`${apiUrl}/readyz`)
    await answer.body?.cancel()
    return answer.ok
  } catch {
    return false
  }
}
