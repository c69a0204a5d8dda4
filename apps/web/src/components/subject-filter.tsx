import { HUB_TABLE_NAMES, HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Group, Select } from '@mantine/core'
import { useState } from 'react'
import { RecordSelect } from './record-select.tsx'

interface SubjectFilterProps {
  /** `policies:<id>` */
  subject: string | undefined
  /** What the record is called, where the list knows it. */
  title: string | undefined
  onChange(subject: string | undefined): void
}

/** Chooses one record: what it is first, then which one. */
export function SubjectFilter({ subject, title, onChange }: SubjectFilterProps) {
  const [table, id] = subject?.split(':') ?? []
  const known = HUB_TABLE_NAMES.find((name) => name === table)
  const [looked, setLooked] = useState<HubTableName>('clients')
  const kind = known ?? looked
  return (
    <Group gap={6} wrap="nowrap" align="flex-end">
      <Select
        label="About"
        w={130}
        allowDeselect={false}
        data={HUB_TABLE_NAMES.map((name) => ({ value: name, label: HUB_TABLES[name].singular }))}
        value={kind}
        onChange={(value) => {
          const next = HUB_TABLE_NAMES.find((name) => name === value)
          if (next === undefined || next === kind) return
          setLooked(next)
          onChange(undefined)
        }}
      />
      <RecordSelect
        key={kind}
        aria-label={HUB_TABLES[kind].singular}
        w={250}
        table={kind}
        value={known && id ? id : null}
        valueTitle={title ?? (known && id ? `A ${HUB_TABLES[known].singular.toLowerCase()}` : undefined)}
        onChange={(chosen) => onChange(chosen === null ? undefined : `${kind}:${chosen}`)}
      />
    </Group>
  )
}
