const ESCAPE = /\\(?:u0000|ud[89a-f][0-9a-f]{2}|.)/g

/**
 * A value as JSON that PostgreSQL takes as jsonb: it refuses the character NUL and halves of surrogate pairs, which come
 * from other systems' answers and from cut texts. They become the replacement character.
 */
export function postgresJson(value: unknown): string {
  const json = JSON.stringify(value)
  if (!json.includes('\\u')) return json
  return json.replace(ESCAPE, (text) => (text === '\\u0000' || text.startsWith('\\ud') ? '\uFFFD' : text))
}
