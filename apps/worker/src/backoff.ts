const FIRST_MS = 1000
const LONGEST_MS = 5 * 60_000

/** How long to wait after the given attempt (from 1): doubling from a second, with jitter so that many do not come at once. */
export function backoffMs(attempt: number, random = Math.random): number {
  const whole = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS)
  return Math.round(whole * (0.75 + random() / 2))
}
