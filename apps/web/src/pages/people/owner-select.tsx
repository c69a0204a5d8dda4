import { Select, type SelectProps } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { peopleQuery } from '../../api/hub-queries.ts'

interface OwnerSelectProps extends Omit<SelectProps, 'data' | 'value' | 'onChange'> {
  /** Who has them now. */
  except: string
  value: string | null
  onChange(id: string | null): void
}

/** Chooses among those who may have workflows. */
export function OwnerSelect({ except, value, onChange, ...props }: OwnerSelectProps) {
  const { data: people } = useQuery(peopleQuery)
  const options = people?.filter(({ id, role }) => id !== except && role !== 'agent') ?? []
  return (
    <Select
      {...props}
      data={options.map(({ id, name }) => ({ value: id, label: name }))}
      searchable
      nothingFoundMessage="Nobody like this"
      value={value}
      onChange={onChange}
    />
  )
}
