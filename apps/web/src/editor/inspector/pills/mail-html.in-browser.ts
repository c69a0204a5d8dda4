import { createNodeFromContent, getSchema } from '@tiptap/core'
import { Node } from '@tiptap/pm/model'
import fc from 'fast-check'
import { cutTemplate } from '../../template-text.ts'
import { mailExtensions } from './mail-editor.tsx'
import { isKept, mailHtmlOf, toEditorHtml } from './mail-html.ts'
import { createFieldBridge } from './pill-state.ts'

/** Random mails through the editor's document and back, in a browser, whose HTML is the one that counts. */

const schema = getSchema(mailExtensions(createFieldBridge()))

function through(html: string): string {
  const doc = createNodeFromContent(toEditorHtml(html), schema, { slice: false })
  if (!(doc instanceof Node)) throw new Error('this is no document')
  return mailHtmlOf(doc)
}

const escaped = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const words = fc.string({ unit: 'grapheme', minLength: 1 }).map((text) => escaped(text.replaceAll(/[\0{}\r\n]/g, 'x')))
const braces = fc
  .tuple(fc.constantFrom('subject.client.first_name', 'trigger.body["a b"]', 'now'), fc.string())
  .map(([path, fallback]) => `{{${path} | default: ${JSON.stringify(fallback)}}}`)
const inline = fc.letrec<{ part: string }>((tie) => ({
  part: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    words,
    braces,
    ...['strong', 'em', 'u'].map((name) => tie('part').map((part) => `<${name}>${part}</${name}>`)),
    fc.tuple(braces, words).map(([data, text]) => `<a href="https://hub.example/${data}">${text}</a>`),
  ),
})).part
const line = fc.array(inline, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(' '))
const lines = fc.array(line, { minLength: 1, maxLength: 3 })
const block = fc.oneof(
  line.map((text) => `<p>${text}</p>`),
  line.map((text) => `<h2>${text}</h2>`),
  lines.map((items) => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`),
  lines.map((items) => `<ol>${items.map((item) => `<li>${item}</li>`).join('')}</ol>`),
  lines.map((items) => `<p>${items.join('<br>')}</p>`),
)
const mail = fc.array(block, { minLength: 1, maxLength: 4 }).map((blocks) => blocks.join('\n'))

const bracesIn = (html: string) => cutTemplate(html).flatMap(({ isBraces, text }) => (isBraces ? [text] : []))

/**
 * What goes wrong with random mails, as text (null: nothing), and how many of them the editor keeps as they are; the
 * others it shows as HTML, and touches nothing of them.
 */
export function tryMails(runs: number): { wrong: string | null; kept: number } {
  let kept = 0
  const found = fc.check(
    fc.property(mail, (html) => {
      const once = through(html)
      if (through(once) !== once) throw new Error(`a second time differs: ${once} → ${through(once)}`)
      if (!isKept(html, schema)) return
      kept++
      const [before, after] = [bracesIn(html), bracesIn(once)]
      if (JSON.stringify(before) !== JSON.stringify(after)) throw new Error(`data differs: ${before} → ${after}`)
    }),
    { numRuns: runs },
  )
  const wrong = `${JSON.stringify(found.counterexample)} seed ${found.seed}: ${String(found.errorInstance)}`
  return { wrong: found.failed ? wrong : null, kept }
}

export const keeps = (html: string) => isKept(html, schema)
export { through }
