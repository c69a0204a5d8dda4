import { EMAIL_STATUSES } from '@hubflow/core'
import { Button, Group, Select, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import { IconSearch, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { useWorkflows } from '../../api/hooks.ts'
import { statusWord } from '../../components/status-badge.tsx'
import type { MailSearch } from './mail-search.ts'

interface MailFiltersProps {
  search: MailSearch
  onChange(part: { [Key in keyof MailSearch]: MailSearch[Key] | null }): void
}

export function MailFilters({ search, onChange }: MailFiltersProps) {
  const { data: workflows } = useWorkflows()
  const [typed, setTyped] = useState(search.q ?? '')
  const find = useDebouncedCallback((q: string) => onChange({ q: q.trim() || null }), 250)
  return (
    <Group gap="xs" mb="sm">
      <TextInput
        aria-label="Address"
        placeholder="Address or name"
        leftSection={<IconSearch size={16} />}
        w={220}
        value={typed}
        onChange={(event) => {
          setTyped(event.currentTarget.value)
          find(event.currentTarget.value)
        }}
      />
      <Select
        aria-label="Status"
        placeholder="Any status"
        w={150}
        clearable
        data={EMAIL_STATUSES.map((value) => ({ value, label: statusWord('email', value) }))}
        value={search.status ?? null}
        onChange={(value) => onChange({ status: EMAIL_STATUSES.find((status) => status === value) ?? null })}
      />
      <Select
        aria-label="Workflow"
        placeholder="All workflows"
        w={200}
        searchable
        clearable
        data={(workflows ?? []).map(({ id, name }) => ({ value: id, label: name }))}
        value={search.workflow ?? null}
        onChange={(workflow) => onChange({ workflow })}
      />
      {search.run && (
        <Button variant="light" rightSection={<IconX size={14} />} onClick={() => onChange({ run: null })}>
          Of one run only
        </Button>
      )}
    </Group>
  )
}
