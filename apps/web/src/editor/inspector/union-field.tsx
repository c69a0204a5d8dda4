import { Box, Select, Stack } from '@mantine/core'
import { emptyVariant, type Variant } from '../schema-field.ts'
import { FieldList } from './field-list.tsx'
import { type FieldProps, useFieldError } from './inspector-context.ts'
import { recordOf } from './record-of.ts'

/** One of several kinds, each with its own fields. What kinds have in common is kept when another is chosen. */
export function UnionField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  if (field.shape.kind !== 'union') return null
  const { by, variants } = field.shape
  const current = recordOf(value)
  const chosen = variants.find((variant) => variant.value === current[by])
  // With a single kind there is nothing to choose: it is what happens when nothing is set.
  const shown = chosen ?? (variants.length === 1 ? variants[0] : undefined)

  function choose(next: string | null): void {
    const variant = variants.find((one) => one.value === next)
    onChange(variant && { ...emptyVariant(by, variant), ...inCommon(current, variant) })
  }

  return (
    <Stack gap="sm">
      <Select
        label={field.title}
        description={field.help}
        placeholder={field.required ? 'Choose' : 'None'}
        required={field.required}
        error={error}
        data={variants.map((variant) => ({ value: variant.value, label: variant.label }))}
        value={shown?.value ?? null}
        onChange={choose}
        allowDeselect={!field.required}
        clearable={!field.required && variants.length > 1}
        checkIconPosition="right"
      />
      {chosen && chosen.fields.length > 0 && (
        <Box pl="sm" style={{ borderLeft: '2px solid var(--hub-line)' }}>
          <FieldList fields={chosen.fields} value={current} onChange={onChange} path={path} />
        </Box>
      )}
    </Stack>
  )
}

function inCommon(current: Readonly<Record<string, unknown>>, variant: Variant): Record<string, unknown> {
  const keys = new Set(variant.fields.map(({ key }) => key))
  return Object.fromEntries(Object.entries(current).filter(([key]) => keys.has(key)))
}
