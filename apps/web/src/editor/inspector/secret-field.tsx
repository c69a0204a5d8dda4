import { Anchor, Select, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { secretsQuery } from '../../api/hub-queries.ts'
import { AddSecretDialog } from './add-secret-dialog.tsx'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** A stored secret by its name; its value is never here. */
export function SecretField({ field, value, onChange, path }: FieldProps) {
  const { data: secrets, isPending } = useQuery(secretsQuery)
  const error = useFieldError(path)
  const [adding, { open, close }] = useDisclosure(false)
  return (
    <Stack gap={4}>
      <Select
        label={field.title}
        description={field.help}
        placeholder={isPending ? 'Loading…' : 'Choose a secret'}
        nothingFoundMessage="No secret is called that."
        searchable
        required={field.required}
        clearable
        error={error}
        data={secrets?.map(({ id, name }) => ({ value: id, label: name })) ?? []}
        value={typeof value === 'string' && value !== '' ? value : null}
        onChange={(next) => onChange(next ?? undefined)}
        checkIconPosition="right"
      />
      <Anchor component="button" type="button" size="sm" onClick={open} style={{ alignSelf: 'flex-start' }}>
        Add a secret
      </Anchor>
      {adding && (
        <AddSecretDialog
          onClose={close}
          onAdded={(id) => {
            onChange(id)
            close()
          }}
        />
      )}
    </Stack>
  )
}
