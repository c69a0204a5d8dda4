import type { WorkflowCounts } from '@hubflow/api/client'
import { WORKFLOW_STATUSES } from '@hubflow/core'
import { Button, Chip, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconTrash, IconX } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { statusWord } from '../../components/status-badge.tsx'
import { readWorkflowSearch, type WorkflowSearch } from './workflow-search.ts'

interface WorkflowFiltersProps {
  search: WorkflowSearch
  counts: WorkflowCounts | undefined
  onChange(search: WorkflowSearch): void
}

export function WorkflowFilters({ search, counts, onChange }: WorkflowFiltersProps) {
  const set = (part: { [K in keyof WorkflowSearch]?: WorkflowSearch[K] | undefined }) =>
    onChange(readWorkflowSearch({ ...search, ...part }))
  const inUse = counts && counts.statuses.draft + counts.statuses.active + counts.statuses.paused
  const { bin, ...narrowing } = search
  return (
    <>
      <Group gap="xs" mb="xs">
        <SearchField value={search.q ?? ''} onChange={(q) => set({ q })} />
        {!bin && (
          <Select
            aria-label="Status"
            w={182}
            allowDeselect={false}
            data={[
              { value: 'in-use', label: withCount('All but archived', inUse) },
              ...WORKFLOW_STATUSES.map((value) => ({
                value,
                label: withCount(statusWord('workflow', value), counts?.statuses[value]),
              })),
            ]}
            value={search.status ?? 'in-use'}
            onChange={(value) => set({ status: WORKFLOW_STATUSES.find((status) => status === value) })}
          />
        )}
        <Select
          aria-label="Owner"
          placeholder="Any owner"
          w={150}
          clearable
          searchable
          data={(counts?.owners ?? []).map(({ id, name, count }) => ({ value: id, label: withCount(name, count) }))}
          value={search.owner ?? null}
          onChange={(value) => set({ owner: value ?? undefined })}
        />
        {Object.keys(narrowing).length > 0 && (
          <Button
            variant="subtle"
            color="gray"
            px="xs"
            leftSection={<IconX size={15} />}
            onClick={() => onChange(bin ? { bin } : {})}
          >
            Clear
          </Button>
        )}
        {!bin && (
          <Button
            ml="auto"
            variant="subtle"
            color="gray"
            px="xs"
            leftSection={<IconTrash size={15} />}
            onClick={() => onChange({ bin: true })}
          >
            {withCount('Bin', counts?.binned)}
          </Button>
        )}
      </Group>
      {counts && counts.categories.length > 1 && (
        <Group gap={6} mb="sm" role="group" aria-label="Categories">
          {counts.categories.map(({ category, count }) => (
            <Chip
              key={category}
              size="xs"
              checked={search.category === category}
              onChange={(checked) => set({ category: checked ? category : undefined })}
            >
              {withCount(category, count)}
            </Chip>
          ))}
        </Group>
      )}
    </>
  )
}

function withCount(label: string, count: number | undefined): string {
  return count === undefined ? label : `${label} · ${count.toLocaleString()}`
}

/** Asks the server when the typing pauses, not at every key. */
function SearchField({ value, onChange }: { value: string; onChange(value: string): void }) {
  const [typed, setTyped] = useState(value)
  const tell = useDebouncedCallback(onChange, 250)
  useEffect(() => setTyped(value), [value])
  return (
    <TextInput
      aria-label="Search workflows"
      placeholder="Search workflows"
      type="search"
      w={184}
      leftSection={<IconSearch size={16} />}
      value={typed}
      onChange={(event) => {
        setTyped(event.currentTarget.value)
        tell(event.currentTarget.value)
      }}
    />
  )
}
