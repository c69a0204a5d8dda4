import { HttpProblem } from './problem.ts'

export const MAX_BODY_BYTES = 1_048_576
const MAX_DEPTH = 64
const MAX_KEYS = 10_000

/** Refuses JSON that is nested too deeply or has too many keys, from its text alone: before anything is built from it. */
export function checkJsonLimits(text: string): void {
  let depth = 0
  let keys = 0
  for (let index = 0; index < text.length; index++) {
    switch (text.charCodeAt(index)) {
      case QUOTE:
        index = endOfString(text, index)
        break
      case OPEN_BRACKET:
      case OPEN_BRACE:
        if (++depth > MAX_DEPTH)
          throw new HttpProblem(400, `The body is nested more than ${MAX_DEPTH} levels deep. Flatten it.`)
        break
      case CLOSE_BRACKET:
      case CLOSE_BRACE:
        depth--
        break
      case COLON:
        if (++keys > MAX_KEYS) throw new HttpProblem(400, `The body has more than ${MAX_KEYS} fields. Split it.`)
    }
  }
}

const QUOTE = 0x22
const BACKSLASH = 0x5c
const COLON = 0x3a
const OPEN_BRACKET = 0x5b
const CLOSE_BRACKET = 0x5d
const OPEN_BRACE = 0x7b
const CLOSE_BRACE = 0x7d

function endOfString(text: string, start: number): number {
  let index = start + 1
  while (index < text.length && text.charCodeAt(index) !== QUOTE) index += text.charCodeAt(index) === BACKSLASH ? 2 : 1
  return index
}
