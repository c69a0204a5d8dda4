import { RUN_STATUSES } from '@hubflow/core'
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { useWorkflows } from '../../api/hooks.ts'
import { DayRange } from '../../components/day-range.tsx'
import { statusWord } from '../../components/status-badge.tsx'
import { SubjectFilter } from '../../components/subject-filter.tsx'
import { CauseSelect } from './cause-select.tsx'
import { changeRunSearch, type RunSearch } from './run-search.ts'
import { VersionSelect } from './version-select.tsx'

interface RunFiltersProps {
  search: RunSearch
  /** What the record of the filter is called, where the list knows it. */
  subjectTitle: string | undefined
  onChange(search: RunSearch): void
}

export function RunFilters({ search, subjectTitle, onChange }: RunFiltersProps) {
  const { data: workflows } = useWorkflows()
  const set = (part: Partial<Record<keyof RunSearch, string | undefined>>) => onChange(changeRunSearch(search, part))

  return (
    <Group gap="xs" mb="sm" align="flex-end">
      <SubjectFilter subject={search.subject} title={subjectTitle} onChange={(subject) => set({ subject })} />
      <Select
        label="Status"
        placeholder="Any status"
        w={126}
        clearable
        data={RUN_STATUSES.map((value) => ({ value, label: statusWord('run', value) }))}
        value={search.status ?? null}
        onChange={(value) => set({ status: value ?? undefined })}
      />
      <Select
        label="Workflow"
        placeholder="All workflows"
        w={170}
        searchable
        clearable
        data={(workflows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.workflowId ?? null}
        onChange={(value) => set({ workflowId: value ?? undefined })}
      />
      <VersionSelect workflowId={search.workflowId} version={search.version} onChange={(version) => set({ version })} />
      <CauseSelect workflowId={search.workflowId} cause={search.cause} onChange={(cause) => set({ cause })} />
      <Select
        label="Kind"
        placeholder="Real runs"
        w={126}
        clearable
        data={[
          { value: 'true', label: 'Test runs' },
          { value: 'all', label: 'All runs' },
        ]}
        value={search.test ?? null}
        onChange={(value) => set({ test: value ?? undefined })}
      />
      <DayRange from={search.from} to={search.to} onChange={set} />
      <SearchField value={search.q ?? ''} onChange={(q) => set({ q })} />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </Group>
  )
}

/** Asks the server when the typing pauses, not at every key. */
function SearchField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const [typed, setTyped] = useState(value)
  const tell = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      label="Search"
      placeholder="Workflow or error"
      type="search"
      w={170}
      leftSection={<IconSearch size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}
