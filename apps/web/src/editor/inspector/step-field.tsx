import { Select } from '@mantine/core'
import { useDefinition, useEditor } from '../editor-context.ts'
import { type FieldProps, useFieldError } from './inspector-context.ts'

/** A step of the same workflow by its name. */
export function StepField({ field, value, onChange, path }: FieldProps) {
  const { entries } = useEditor()
  const nodes = useDefinition((definition) => definition.nodes)
  const error = useFieldError(path)
  const steps = nodes.filter(({ type }) => entries.get(type)?.kind === 'action')
  return (
    <Select
      label={field.title}
      description={field.help}
      placeholder={field.required ? 'Choose a step' : 'The last step'}
      nothingFoundMessage="No step is called that."
      searchable
      required={field.required}
      clearable={!field.required}
      error={error}
      data={steps.map(({ id, name, type }) => ({ value: id, label: name || (entries.get(type)?.title ?? type) }))}
      value={typeof value === 'string' ? value : null}
      onChange={(next) => onChange(next ?? undefined)}
      checkIconPosition="right"
    />
  )
}
