import { type Editor, mergeAttributes, Node } from '@tiptap/core'
import { type EditorState, NodeSelection, Plugin, type Transaction } from '@tiptap/pm/state'
import { cutTemplate } from '../../template-text.ts'
import { DATA } from './pill-doc.ts'

interface PillLook {
  label: string
  look: 'sample' | 'open' | 'unknown'
  /** Said on hover. */
  title: string
}

/** What the pills of one field ask of the field around them; its functions may be replaced at any time. */
export interface PillBridge {
  look(braces: string): PillLook
  open(pos: number): void
}

/** Data in a text, drawn as a pill; in the text that is kept it is its braces, to the letter. */
export function pillNode(bridge: PillBridge) {
  return Node.create({
    name: DATA,
    group: 'inline',
    inline: true,
    atom: true,
    draggable: true,
    addAttributes: () => ({
      braces: { default: '', parseHTML: (element) => element.getAttribute('data-braces') ?? '' },
    }),
    parseHTML: () => [{ tag: 'span[data-braces]' }],
    renderHTML: ({ node }) => ['span', mergeAttributes({ 'data-braces': node.attrs.braces })],
    renderText: ({ node }) => String(node.attrs.braces),
    addNodeView:
      () =>
      ({ node, getPos }) => {
        const dom = document.createElement('span')
        dom.className = 'hub-pill'
        dom.contentEditable = 'false'
        dress(dom, node.attrs.braces, bridge)
        dom.addEventListener('click', () => {
          const pos = getPos()
          if (pos !== undefined) bridge.open(pos)
        })
        return {
          dom,
          update(next) {
            if (next.type !== node.type) return false
            dress(dom, next.attrs.braces, bridge)
            return true
          },
        }
      },
    addKeyboardShortcuts() {
      const open = () => {
        const pos = chosenPill(this.editor)
        if (pos === null) return false
        bridge.open(pos)
        return true
      }
      return { Enter: open, Space: open }
    },
    addProseMirrorPlugins: () => [
      new Plugin({
        // Braces that were typed or pasted are pills as soon as they are whole.
        appendTransaction: (transactions, _before, state) =>
          transactions.some(({ docChanged }) => docChanged) ? pillsFromText(state) : null,
      }),
    ],
  })
}

/** Where the pill stands that is chosen as a whole, as the arrow keys do it; null without one. */
export function chosenPill({ state }: Editor): number | null {
  const { selection } = state
  return selection instanceof NodeSelection && selection.node.type.name === DATA ? selection.from : null
}

/** Draws every pill anew: what is known of the data has changed. */
export function dressPills(editor: Editor, bridge: PillBridge): void {
  for (const dom of editor.view.dom.querySelectorAll<HTMLElement>('.hub-pill')) {
    dress(dom, dom.dataset.braces ?? '', bridge)
  }
}

function dress(dom: HTMLElement, braces: string, bridge: PillBridge): void {
  const { label, look, title } = bridge.look(braces)
  dom.dataset.braces = braces
  dom.dataset.look = look
  dom.title = title
  if (dom.textContent !== label) dom.textContent = label
}

function pillsFromText(state: EditorState): Transaction | null {
  const found: { from: number; to: number; braces: string }[] = []
  state.doc.descendants((node, pos) => {
    if (!node.isText || !node.text?.includes('}')) return
    let from = pos
    for (const { isBraces, text } of cutTemplate(node.text)) {
      if (isBraces) found.push({ from, to: from + text.length, braces: text })
      from += text.length
    }
  })
  const type = state.schema.nodes[DATA]
  if (found.length === 0 || !type) return null
  const { tr } = state
  for (const { from, to, braces } of found.reverse()) {
    tr.replaceWith(from, to, type.create({ braces }, null, state.doc.resolve(from).marks()))
  }
  return tr
}
