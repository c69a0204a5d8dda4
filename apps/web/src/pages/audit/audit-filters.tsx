import { Button, Group, Select } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useWorkflows } from '../../api/hooks.ts'
import { peopleQuery } from '../../api/hub-queries.ts'
import { DayRange } from '../../components/day-range.tsx'
import { type AuditSearch, KIND_WORDS, readAuditSearch } from './audit-search.ts'

interface AuditFiltersProps {
  search: AuditSearch
  onChange(search: AuditSearch): void
}

export function AuditFilters({ search, onChange }: AuditFiltersProps) {
  const { data: workflows } = useWorkflows()
  const { data: people } = useQuery(peopleQuery)
  const set = (part: Partial<Record<keyof AuditSearch, string | null>>) =>
    onChange(readAuditSearch({ ...search, ...part }))

  return (
    <Group gap="xs" mb="md" align="flex-end">
      <Select
        label="Person"
        placeholder="Anybody"
        w={190}
        searchable
        clearable
        data={(people ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.personId ?? null}
        onChange={(personId) => set({ personId })}
      />
      <Select
        label="Kind"
        placeholder="Everything"
        w={210}
        clearable
        data={Object.entries(KIND_WORDS).map(([value, label]) => ({ value, label }))}
        value={search.kind ?? null}
        onChange={(kind) => set({ kind })}
      />
      <Select
        label="Workflow"
        placeholder="All workflows"
        w={200}
        searchable
        clearable
        data={(workflows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.workflowId ?? null}
        onChange={(workflowId) => set({ workflowId })}
      />
      <DayRange from={search.from} to={search.to} onChange={set} />
      {Object.keys(search).length > 0 && (
        <Button variant="subtle" color="gray" leftSection={<IconX size={15} />} onClick={() => onChange({})}>
          Clear
        </Button>
      )}
    </Group>
  )
}
