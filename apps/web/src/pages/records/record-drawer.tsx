import type { HubRecordView } from '@hubflow/api/client'
import type { HubTable } from '@hubflow/core'
import { Button, Drawer, Group, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { meQuery } from '../../api/hub-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { RecordInput } from './record-input.tsx'
import { bodyOf, editableColumns, isComplete, valuesOf } from './record-values.ts'
import { useSaveRecord } from './use-save-record.ts'

interface RecordDrawerProps {
  table: HubTable
  /** Null for a new one. */
  record: HubRecordView | null
  onClose(): void
}

export function RecordDrawer({ table, record, onClose }: RecordDrawerProps) {
  const [values, setValues] = useState(() => valuesOf(table, record))
  const save = useSaveRecord(table)
  const { data: me } = useQuery(meQuery)
  const mayAsk = me !== undefined && me.role !== 'agent'
  const singular = table.singular.toLowerCase()
  const body = bodyOf(table, values, record)
  const errors = save.error instanceof ApiError ? save.error.fieldErrors() : {}

  function submit(event: FormEvent): void {
    event.preventDefault()
    save.mutate(
      { id: record?.id ?? null, body },
      {
        onSuccess(saved) {
          showDone(
            record ? `${saved.title} is saved` : `${table.singular} ${saved.title} is added`,
            'Workflows that wait for this start now.',
          )
          onClose()
        },
      },
    )
  }

  return (
    <Drawer opened onClose={onClose} title={record ? `Edit ${record.title}` : `New ${singular}`}>
      <form onSubmit={submit}>
        <Stack gap="sm">
          {save.isError && <ProblemAlert error={save.error} />}
          {editableColumns(table).map((column) => (
            <RecordInput
              key={column.name}
              column={column}
              value={values[column.name] ?? ''}
              valueTitle={record?.titles[column.name]}
              error={errors[column.name]}
              onChange={(value) => setValues((before) => ({ ...before, [column.name]: value }))}
            />
          ))}
          {record && mayAsk && (
            <TextLink to="/why" search={{ subject: `${table.name}:${record.id}` }} size="sm">
              Why did a workflow (not) run for this {singular}?
            </TextLink>
          )}
          <Group justify="flex-end" mt="sm">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              type="submit"
              loading={save.isPending}
              disabled={!isComplete(table, values) || (record !== null && Object.keys(body).length === 0)}
            >
              {record ? 'Save' : `Add the ${singular}`}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  )
}
