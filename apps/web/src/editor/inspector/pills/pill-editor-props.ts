import type { VariableGroup } from '@hubflow/core'

/** What every text with pills is given by its field. */
export interface PillEditorProps {
  title: string
  text: string
  onText(text: string): void
  /** The field was left. */
  onLeave(): void
  lines: number
  variables: readonly VariableGroup[]
  /** What the text says of itself to people who hear the page. */
  attributes: Record<string, string>
  placeholder: string
  isWrong: boolean
  isCode: boolean
  size: 'xs' | 'sm'
  /** Whether data is being looked for by typing: what is typed for it is no mistake yet. */
  onAsking(isAsking: boolean): void
  /** Shows the text with its braces. */
  onShowBraces(): void
}
