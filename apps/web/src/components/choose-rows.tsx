import { Checkbox } from '@mantine/core'

interface ChooseAllProps {
  /** Of the rows that are shown. */
  rows: readonly { id: string }[]
  chosen: ReadonlySet<string>
  onChoose(chosen: ReadonlySet<string>): void
  /** What the rows are, in the plural. */
  of: string
}

/** The box above a column of boxes: chooses every row that is shown, or none. */
export function ChooseAll({ rows, chosen, onChoose, of }: ChooseAllProps) {
  const count = rows.filter(({ id }) => chosen.has(id)).length
  return (
    <Checkbox
      size="xs"
      aria-label={`Choose all ${of} that are shown`}
      checked={count === rows.length}
      indeterminate={count > 0 && count < rows.length}
      onChange={() => onChoose(new Set(count === rows.length ? [] : rows.map(({ id }) => id)))}
    />
  )
}

/** What is chosen once this row was pressed. */
export function withToggled(chosen: ReadonlySet<string>, id: string): Set<string> {
  const next = new Set(chosen)
  if (!next.delete(id)) next.add(id)
  return next
}
