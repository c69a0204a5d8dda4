import type { Json } from '@hubflow/core'

export type JsonText = { kind: 'empty' } | { kind: 'json'; json: Json } | { kind: 'broken'; sentence: string }

/** Reads pasted JSON; where it is none, the sentence says what to do. */
export function readJsonText(text: string): JsonText {
  if (text.trim() === '') return { kind: 'empty' }
  try {
    const json: Json = JSON.parse(text)
    return { kind: 'json', json }
  } catch {
    const sentence = 'This is not whole: copy the file’s text from its first { to its last }, and paste all of it.'
    return { kind: 'broken', sentence }
  }
}
