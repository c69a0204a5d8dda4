import { Select } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { failuresQuery } from '../../api/run-queries.ts'

interface CauseSelectProps {
  workflowId: string | undefined
  cause: string | undefined
  onChange(cause: string | undefined): void
}

/** The causes of the failures page, by which runs failed alike; of one workflow where one is chosen. */
export function CauseSelect({ workflowId, cause, onChange }: CauseSelectProps) {
  const { data, isSuccess } = useQuery(failuresQuery)
  const causes = (data ?? []).filter((each) => workflowId === undefined || each.workflowId === workflowId)
  const options = causes.map(({ key, title, workflowName, stepName, message }) => ({
    value: key,
    label: [title, workflowId === undefined ? workflowName : null, stepName, message].filter(Boolean).join(' · '),
  }))
  // One that was retried or put aside meanwhile is still what the list is filtered by.
  if (cause !== undefined && isSuccess && !options.some(({ value }) => value === cause))
    options.unshift({ value: cause, label: 'A cause that was seen to' })
  return (
    <Select
      label="Cause"
      placeholder="Any cause"
      w={190}
      clearable
      searchable
      comboboxProps={{ width: 420, position: 'bottom-start' }}
      nothingFoundMessage="Nothing to see to failed like this"
      data={options}
      value={cause ?? null}
      onChange={(value) => onChange(value ?? undefined)}
    />
  )
}
