const LONGEST_MS = 86_400_000

/** Milliseconds that a `Retry-After` header asks to wait (seconds or an HTTP date; a day at most), or null. */
export function retryAfterMs(header: string | undefined, now: Date): number | null {
  if (header === undefined) return null
  const delayMs = /^\d+$/.test(header.trim()) ? Number(header) * 1000 : Date.parse(header) - now.getTime()
  return Number.isNaN(delayMs) ? null : Math.min(Math.max(delayMs, 0), LONGEST_MS)
}
