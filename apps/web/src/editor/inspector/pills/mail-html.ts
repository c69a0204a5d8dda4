import { createNodeFromContent } from '@tiptap/core'
import { DOMSerializer, type Node, type Schema } from '@tiptap/pm/model'
import { cutTemplate } from '../../template-text.ts'

/** Stand for braces while HTML is written: it would escape what is in them. */
const OPEN = '\uE000'
const CLOSE = '\uE001'
const MARKED = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g')

/** A mail's HTML as the editor reads it: each pair of braces in its text is an element. */
export function toEditorHtml(html: string): string {
  let quote: string | null = null
  let isInTag = false
  return cutTemplate(html)
    .map(({ isBraces, text }) => {
      if (isBraces) return isInTag ? escaped(text) : `<span data-braces="${escaped(text)}"></span>`
      for (const [index, letter] of [...text].entries()) {
        if (quote !== null) quote = letter === quote ? null : quote
        else if (isInTag && (letter === '"' || letter === "'")) quote = letter
        else if (isInTag) isInTag = letter !== '>'
        else isInTag = letter === '<' && /^<[a-z/!]/i.test([...text].slice(index, index + 2).join(''))
      }
      return text
    })
    .join('')
}

/** The HTML of what the editor holds, braces to the letter; nothing for an empty text. */
export function mailHtmlOf(doc: Node): string {
  const box = document.implementation.createHTMLDocument().createElement('div')
  box.append(DOMSerializer.fromSchema(doc.type.schema).serializeFragment(doc.content, { document: box.ownerDocument }))
  const braces: string[] = []
  const mark = (text: string) => `${OPEN}${braces.push(text) - 1}${CLOSE}`
  for (const pill of box.querySelectorAll('span[data-braces]'))
    pill.replaceWith(mark(pill.getAttribute('data-braces') ?? ''))
  for (const element of box.querySelectorAll('*')) {
    for (const { name, value } of [...element.attributes])
      element.setAttribute(
        name,
        cutTemplate(value)
          .map(({ isBraces, text }) => (isBraces ? mark(text) : text))
          .join(''),
      )
  }
  // A list's own lines need no paragraph, which mail programs set apart.
  for (const line of box.querySelectorAll('li > p:only-child')) line.replaceWith(...line.childNodes)
  const html = box.innerHTML.replace(MARKED, (_marked, index: string) => braces[Number(index)] ?? '')
  return html === '<p></p>' ? '' : html
}

/** Whether the editor keeps all that a mail's HTML says. What it does not know, such as a table, would be lost. */
export function isKept(html: string, schema: Schema): boolean {
  if (html.trim() === '') return true
  const doc = createNodeFromContent(toEditorHtml(html), schema, { slice: false })
  return 'type' in doc && meaning(mailHtmlOf(doc)) === meaning(html)
}

const BLOCKS = 'p, h1, h2, h3, ul, ol, li, blockquote, hr'
const MARKS: Readonly<Record<string, string>> = { b: 'strong', strong: 'strong', i: 'em', em: 'em', u: 'u', a: 'a' }

/** HTML without what makes no difference to a reader of the mail: space between blocks, in which order looks are nested. */
function meaning(html: string): string {
  const { body } = new DOMParser().parseFromString(toEditorHtml(html), 'text/html')
  for (const line of body.querySelectorAll('li > p:only-child')) line.replaceWith(...line.childNodes)
  const isLoose = [...body.childNodes].some((node) => node instanceof Text && node.data.trim() !== '')
  return isLoose ? `<p>${inside(body)}</>` : inside(body)
}

function inside(element: Element): string {
  const nodes = [...element.childNodes]
  if (!nodes.some((node) => node instanceof Element && node.matches(BLOCKS))) return inline(element)
  return nodes
    .filter((node) => !(node instanceof Text && node.data.trim() === ''))
    .map((node) => (node instanceof Element && node.matches(BLOCKS) ? tagged(node, inside(node)) : inlineOf([node])))
    .join('')
}

function inline(element: Element): string {
  return inlineOf([...element.childNodes])
}

/** Every letter with its looks, whatever order they were written in; spaces in a row are one. */
function inlineOf(nodes: readonly ChildNode[]): string {
  const runs: { looks: string; text: string }[] = []
  const walk = (node: ChildNode, looks: readonly string[]): void => {
    const mark = node instanceof Element ? MARKS[node.localName] : undefined
    if (node instanceof Element && mark !== undefined) {
      const look = tagged(node, '', mark)
      const next = looks.includes(look) ? looks : [...looks, look].sort()
      for (const child of node.childNodes) walk(child, next)
      return
    }
    const text = node instanceof Text ? node.data : node instanceof Element ? tagged(node, inline(node)) : node.nodeName
    const last = runs.at(-1)
    const collapsed = text.replaceAll(/\s+/g, ' ')
    const own = last === undefined || last.text.endsWith(' ') ? collapsed.replace(/^ /, '') : collapsed
    if (own === '') return
    if (last?.looks === looks.join('')) last.text += own
    else runs.push({ looks: looks.join(''), text: own })
  }
  for (const node of nodes) walk(node, [])
  return runs
    .map(({ looks, text }) => `[${looks}]${text}`)
    .join('')
    .trim()
}

function tagged(element: Element, content: string, name = element.localName): string {
  const attributes = [...element.attributes].map((attribute) => `${attribute.name}=${attribute.value}`).sort()
  return `<${[name, ...attributes].join(' ')}>${content}</>`
}

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
