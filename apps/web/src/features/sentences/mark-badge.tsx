import { IconArrowsMove, IconMinus, IconPencil, IconPlus } from '@tabler/icons-react'
import type { Mark } from './definition-diff.ts'
import classes from './sentences.module.css'

const LOOKS = {
  added: { word: 'Added', Icon: IconPlus },
  removed: { word: 'Removed', Icon: IconMinus },
  changed: { word: 'Changed', Icon: IconPencil },
  moved: { word: 'Moved', Icon: IconArrowsMove },
} as const

/** What happened to a step, by icon and word. */
export function MarkBadge({ mark }: { mark: Mark }) {
  if (mark === 'same') return null
  const { word, Icon } = LOOKS[mark]
  return (
    <span className={classes.mark} data-mark={mark}>
      <Icon size={13} aria-hidden /> {word}
    </span>
  )
}
