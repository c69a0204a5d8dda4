/** Waits for a state, never for a time: gives the first answer that is there, or fails with what it last saw. */
export async function until<Answer>(
  what: string,
  look: () => Promise<Answer | null | undefined | false>,
  limitMs = 20_000,
): Promise<Answer> {
  const end = performance.now() + limitMs
  for (;;) {
    const answer = await look()
    if (answer !== null && answer !== undefined && answer !== false) return answer
    if (performance.now() > end) throw new Error(`waited ${limitMs} ms in vain: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
