import { TextInput } from '@mantine/core'

interface DayRangeProps {
  /** Days like `2026-03-31`. */
  from: string | undefined
  to: string | undefined
  onChange(part: { from: string } | { to: string }): void
}

/** From one day to another, each of which may be left open. */
export function DayRange({ from, to, onChange }: DayRangeProps) {
  return (
    <>
      <TextInput
        label="From"
        type="date"
        w={134}
        max={to}
        value={from ?? ''}
        onChange={(event) => onChange({ from: event.currentTarget.value })}
      />
      <TextInput
        label="To"
        type="date"
        w={134}
        min={from}
        value={to ?? ''}
        onChange={(event) => onChange({ to: event.currentTarget.value })}
      />
    </>
  )
}
