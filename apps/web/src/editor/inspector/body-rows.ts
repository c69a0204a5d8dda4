import { cutTemplate } from '../template-text.ts'
import type { NameValue } from './name-value-rows.tsx'

/** Bodies of requests as rows of names and values, where they are no more than that. */

const OPEN = '\uE000'
const CLOSE = '\uE001'
const MARKED = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g')

/** `{"name": "{{subject.id}}"}` as rows; null where it is anything but an object of texts. */
export function rowsOfJson(text: string): NameValue[] | null {
  if (text.trim() === '') return []
  const braces: string[] = []
  const marked = cutTemplate(text)
    .map((piece) => (piece.isBraces ? `${OPEN}${braces.push(piece.text) - 1}${CLOSE}` : piece.text))
    .join('')
  const restored = (part: string) => part.replace(MARKED, (_mark, index: string) => braces[Number(index)] ?? '')
  const value = parsed(marked)
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const entries = Object.entries(value)
  if (!entries.every((entry): entry is [string, string] => typeof entry[1] === 'string')) return null
  return entries.map(([name, part]) => ({ name: restored(name), value: restored(part) }))
}

export function jsonOfRows(rows: readonly NameValue[]): string {
  const lines = rows.filter(isFilled).map(({ name, value }) => `  ${quoted(name)}: ${quoted(value)}`)
  return lines.length === 0 ? '' : `{\n${lines.join(',\n')}\n}`
}

/** `name=value` lines as rows; null where a line is none. What is inserted is encoded when it is sent, the rest as it stands. */
export function rowsOfForm(text: string): NameValue[] | null {
  const lines = text.split('\n').filter((line) => line.trim() !== '')
  const rows = lines.map((line) => {
    const at = line.indexOf('=')
    return at < 0 ? null : { name: line.slice(0, at), value: line.slice(at + 1) }
  })
  return rows.every((row) => row !== null) ? rows : null
}

export function formOfRows(rows: readonly NameValue[]): string {
  return rows
    .filter(isFilled)
    .map(({ name, value }) => `${name}=${value}`)
    .join('\n')
}

function isFilled({ name, value }: NameValue): boolean {
  return name !== '' || value !== ''
}

/** As JSON writes a text, but for what is inserted: that is escaped once it is known. */
function quoted(text: string): string {
  const inside = cutTemplate(text).map((piece) =>
    piece.isBraces ? piece.text : JSON.stringify(piece.text).slice(1, -1),
  )
  return `"${inside.join('')}"`
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
