import { WORKFLOW_STATUSES } from '@hubflow/core'
import { Chip, Group, Select, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { statusWord } from '../../components/status-badge.tsx'
import type { WorkflowFilter } from './workflow-filter.ts'

interface WorkflowFiltersProps {
  filter: WorkflowFilter
  /** Categories with how many workflows fit the rest of the filter. */
  counts: [string, number][]
  onChange(filter: WorkflowFilter): void
}

export function WorkflowFilters({ filter, counts, onChange }: WorkflowFiltersProps) {
  const statuses = [
    { value: 'all', label: 'Any status' },
    ...WORKFLOW_STATUSES.map((value) => ({ value, label: statusWord('workflow', value) })),
  ]
  return (
    <Group gap="xs" mb="sm">
      <TextInput
        aria-label="Search workflows"
        placeholder="Search workflows"
        leftSection={<IconSearch size={16} />}
        type="search"
        w={220}
        value={filter.q}
        onChange={(event) => onChange({ ...filter, q: event.currentTarget.value })}
      />
      <Select
        aria-label="Status"
        w={130}
        allowDeselect={false}
        data={statuses}
        value={filter.status}
        onChange={(value) =>
          onChange({ ...filter, status: WORKFLOW_STATUSES.find((status) => status === value) ?? 'all' })
        }
      />
      {counts.length > 1 && (
        <Group gap={6} role="group" aria-label="Categories">
          {counts.map(([category, count]) => (
            <Chip
              key={category}
              size="xs"
              checked={filter.category === category}
              onChange={(checked) => onChange({ ...filter, category: checked ? category : null })}
            >
              {category} · {count}
            </Chip>
          ))}
        </Group>
      )}
    </Group>
  )
}
