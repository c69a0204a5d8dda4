import { useEditor, useView } from '../editor/editor-context.ts'
import { isSamePlace, type Place } from '../editor/place.ts'
import classes from './canvas.module.css'

interface AddButtonProps {
  /** What the step would come after, for people who hear the page. */
  after: string
  place: Place
  /** Words beside the plus, where there is room and need for them. */
  words?: string
}

/** The plus on an edge or behind an open end: opens the list of steps, and shows where a dragged one would go. */
export function AddButton({ after, place, words }: AddButtonProps) {
  const { view } = useEditor()
  const isOpen = useView(({ adding }) => isSamePlace(adding?.place ?? null, place))
  const isTarget = useView(({ dropPlace }) => dropPlace !== null && isSamePlace(dropPlace, place))
  return (
    <button
      type="button"
      className={`${classes.add} nodrag nopan`}
      aria-label={`Add a step after ${after}`}
      aria-haspopup="dialog"
      aria-expanded={isOpen}
      data-open={isOpen}
      data-target={isTarget}
      data-wide={words !== undefined}
      onClick={(event) => {
        event.stopPropagation()
        const box = event.currentTarget.getBoundingClientRect()
        view.setState({ adding: { place, anchor: { x: box.left + box.width / 2, y: box.bottom } } })
      }}
      // React Flow would take Enter for choosing the node.
      onKeyDown={(event) => event.stopPropagation()}
    >
      {words}
    </button>
  )
}
