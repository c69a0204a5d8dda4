import type { JSONContent } from '@tiptap/core'
import { cutTemplate } from '../../template-text.ts'

/** The name of the node that stands for one pair of braces. */
export const DATA = 'data'

/** A text as lines of words and pills, for the plain editor. `textOfDoc` gives the very same text back. */
export function docOfText(text: string, isOneLine: boolean): JSONContent {
  const lines = isOneLine ? [text] : text.split('\n')
  return { type: 'doc', content: lines.map((line) => ({ type: 'paragraph', content: inlineOfText(line) })) }
}

/** Words and pills of one line. */
function inlineOfText(line: string): JSONContent[] {
  return cutTemplate(line).map(({ isBraces, text }) =>
    isBraces ? { type: DATA, attrs: { braces: text } } : { type: 'text', text },
  )
}

export function textOfDoc(doc: JSONContent): string {
  return (doc.content ?? []).map((line) => (line.content ?? []).map(textOfInline).join('')).join('\n')
}

function textOfInline({ type, text, attrs }: JSONContent): string {
  return type === DATA ? String(attrs?.braces ?? '') : (text ?? '')
}
