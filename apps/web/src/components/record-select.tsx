import type { HubRecordView } from '@hubflow/api/client'
import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import { Select, type SelectProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useInfiniteQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recordsQuery } from '../api/hub-queries.ts'
import { withArticle } from '../format/words.ts'

interface RecordSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange' | 'onSelect'> {
  table: HubTableName
  value: string | null
  /** What the chosen record is called, while its page of the list is not loaded. */
  valueTitle?: string | undefined
  onChange(id: string | null, record: HubRecordView | null): void
}

/** Chooses a record of the hub by typing part of it; the server does the search. */
export function RecordSelect({ table, value, valueTitle, onChange, ...props }: RecordSelectProps) {
  const [typed, setTyped] = useState('')
  const [chosen, setChosen] = useState<HubRecordView | null>(null)
  const chosenTitle = (chosen?.id === value ? chosen.title : undefined) ?? valueTitle
  // The chosen one's own title is in the field while it is not being searched.
  const [search] = useDebouncedValue(typed === chosenTitle ? '' : typed, 200)
  const { data, isFetching } = useInfiniteQuery(recordsQuery(table, search))
  const found = data?.pages[0]?.items ?? []
  const options = found.map(({ id, title }) => ({ value: id, label: title }))
  if (value !== null && chosenTitle !== undefined && !found.some(({ id }) => id === value)) {
    options.unshift({ value, label: chosenTitle })
  }

  return (
    <Select
      {...props}
      data={options}
      value={value}
      onChange={(id) => {
        const record = found.find((candidate) => candidate.id === id) ?? null
        setChosen(record)
        onChange(id, record)
      }}
      searchable
      clearable={props.required !== true}
      onSearchChange={setTyped}
      filter={({ options: all }) => all}
      placeholder={`Choose ${withArticle(HUB_TABLES[table].singular.toLowerCase())}`}
      nothingFoundMessage={isFetching ? 'Searching…' : `No ${HUB_TABLES[table].singular.toLowerCase()} like this`}
    />
  )
}
