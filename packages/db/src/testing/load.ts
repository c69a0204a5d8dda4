/** True under `pnpm test:faults`: the long loads, and the rows that run only there. */
export const isBar = process.env.HUBFLOW_FAULTS === 'bar'

/** How much a fault test does: `gate` in every test run, `bar` under `pnpm test:faults`. */
export function load(gate: number, bar: number): number {
  return isBar ? bar : gate
}

/** The seed of a fault test: printed, so that a red one is run again with the same by `HUBFLOW_SEED=<seed>`. */
export function printedSeed(name: string): number {
  const seed = Number(process.env.HUBFLOW_SEED ?? Date.now() % 1_000_000_007)
  console.log(`${name}: HUBFLOW_SEED=${seed}`)
  return seed
}

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
export function randomOf(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
