import type { AlertCondition } from '@hubflow/core'
import { Group, NumberInput } from '@mantine/core'

/** A condition while its numbers are being typed: one may be empty or too large. */
export type DraftCondition = { kind: AlertCondition['kind'] } & Record<string, unknown>

interface Figure {
  key: string
  label: string
  suffix: string
  most: number
}

const FIGURES: Record<AlertCondition['kind'], readonly Figure[]> = {
  'failures-in-row': [{ key: 'count', label: 'How many times in a row', suffix: '', most: 100 }],
  'failure-rate': [
    { key: 'percent', label: 'More than', suffix: ' %', most: 99 },
    { key: 'minRuns', label: 'Of at least', suffix: ' runs', most: 10_000 },
    { key: 'hours', label: 'In the last', suffix: ' hours', most: 48 },
  ],
  silence: [{ key: 'hours', label: 'For how long', suffix: ' hours', most: 8760 }],
}

/** The numbers of a condition. */
export function ConditionFigures({
  draft,
  onChange,
}: {
  draft: DraftCondition
  onChange(draft: DraftCondition): void
}) {
  return (
    <Group gap="sm" grow align="flex-start">
      {FIGURES[draft.kind].map(({ key, label, suffix, most }) => {
        const value = draft[key]
        const isFit = typeof value === 'number' && value >= 1 && value <= most
        return (
          <NumberInput
            key={key}
            label={label}
            suffix={suffix}
            min={1}
            max={most}
            clampBehavior="none"
            allowDecimal={false}
            allowNegative={false}
            error={!isFit && `A number from 1 to ${most.toLocaleString()}.`}
            value={typeof value === 'number' ? value : ''}
            onChange={(next) => onChange({ ...draft, [key]: next })}
          />
        )
      })}
    </Group>
  )
}
