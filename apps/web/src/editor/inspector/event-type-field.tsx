import { HUB_TABLES, type HubTableName } from '@hubflow/core'
import { List, Paper, Select, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { eventTypesQuery } from '../../api/hub-queries.ts'
import classes from './inspector.module.css'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** An event of the hub, with what it means and what it gives to the steps. */
export function EventTypeField({ field, value, onChange, path }: FieldProps) {
  const { data: types = [], isPending } = useQuery(eventTypesQuery)
  const error = useFieldError(path)
  const groups = [...new Set(types.map(({ group }) => group))]
  const chosen = types.find(({ name }) => name === value)
  const subject =
    chosen?.subjectTable && Object.hasOwn(HUB_TABLES, chosen.subjectTable)
      ? HUB_TABLES[chosen.subjectTable as HubTableName]
      : undefined
  return (
    <Stack gap="xs">
      <Select
        label={field.title}
        description={field.help}
        placeholder={isPending ? 'Loading…' : 'Choose an event'}
        nothingFoundMessage="No event is called that."
        required={field.required}
        searchable
        error={error}
        data={groups.map((group) => ({
          group,
          items: types.filter((type) => type.group === group).map(({ name, title }) => ({ value: name, label: title })),
        }))}
        value={typeof value === 'string' && value !== '' ? value : null}
        onChange={(next) => next && onChange(next)}
        allowDeselect={false}
        checkIconPosition="right"
      />
      {chosen && (
        <Paper className={classes.preview}>
          <Text size="sm">{chosen.summary}</Text>
          <Text size="xs" c="dimmed" mt={8}>
            {subject ? `Steps can use everything about the ${subject.singular.toLowerCase()}, and:` : 'Steps can use:'}
          </Text>
          <List size="xs" mt={4}>
            {chosen.fields.map(({ key, label }) => (
              <List.Item key={key}>{label}</List.Item>
            ))}
          </List>
        </Paper>
      )}
    </Stack>
  )
}
