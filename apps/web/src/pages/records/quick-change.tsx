import type { HubRecordView } from '@hubflow/api/client'
import type { HubColumn, HubTable } from '@hubflow/core'
import { Button, Group, NativeSelect } from '@mantine/core'
import { showDone, showFailure } from '../../components/toast.tsx'
import { RecordValue } from './record-value.tsx'
import { useSaveRecord } from './use-save-record.ts'

interface QuickChangeProps {
  table: HubTable
  column: Extract<HubColumn, { type: 'choice' }>
  record: HubRecordView
}

/** What a commission can become from where it stands. */
const COMMISSION_STEPS: Record<string, { to: string; label: string }> = {
  expected: { to: 'received', label: 'Mark received' },
  received: { to: 'charged_back', label: 'Charge back' },
}

/** Changes a status in the row: a recruit's phase by choosing, a commission's by the one thing that comes next. */
export function QuickChange({ table, column, record }: QuickChangeProps) {
  const save = useSaveRecord(table)
  const value = String(record[column.name] ?? '')

  function change(to: string): void {
    const label = column.options.find((option) => option.value === to)?.label ?? to
    save.mutate(
      { id: record.id, body: { [column.name]: to } },
      {
        onSuccess: () => showDone(`${nameOf(table, record)}: ${label}`, 'Workflows that wait for this start now.'),
        onError: (error) => showFailure(`${column.label} was not changed`, error),
      },
    )
  }

  if (table.name === 'commissions') {
    const step = COMMISSION_STEPS[value]
    return (
      <Group gap="xs" wrap="nowrap" miw={220}>
        <RecordValue column={column} record={record} />
        {step && (
          <Button
            size="compact-xs"
            variant="default"
            loading={save.isPending}
            aria-label={`${step.label}: ${nameOf(table, record)}`}
            onClick={() => change(step.to)}
          >
            {step.label}
          </Button>
        )}
      </Group>
    )
  }
  return (
    <NativeSelect
      size="xs"
      w={130}
      aria-label={`${column.label} of ${record.title}`}
      data={column.options}
      value={value}
      disabled={save.isPending}
      onChange={(event) => change(event.currentTarget.value)}
    />
  )
}

/** What changes so often that no form should stand before it. */
export function isQuick(table: HubTable, column: HubColumn): column is Extract<HubColumn, { type: 'choice' }> {
  return column.type === 'choice' && (table.name === 'recruits' || table.name === 'commissions')
}

function nameOf(table: HubTable, record: HubRecordView): string {
  return table.name === 'commissions' ? `Commission for ${record.titles.policy_id ?? 'a policy'}` : record.title
}
