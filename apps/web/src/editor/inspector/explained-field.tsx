import { ActionIcon } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconHelp } from '@tabler/icons-react'
import { useMemo } from 'react'
import { FieldInput } from './field-input.tsx'
import classes from './inspector.module.css'
import type { FieldProps } from './inspector-context.ts'

/** A field with a question mark beside its label: what it is and when to change it unfolds below the label. */
export function ExplainedField(props: FieldProps) {
  const { field } = props
  const [open, { toggle, close }] = useDisclosure(false)
  const shown = useMemo(
    () => (open ? { ...field, help: [field.help, field.explanation].filter(Boolean).join(' ') } : field),
    [open, field],
  )
  if (field.explanation === undefined) return <FieldInput {...props} />
  return (
    <div className={classes.explained}>
      <FieldInput {...props} field={shown} />
      <ActionIcon
        className={classes.question ?? ''}
        size={24}
        aria-label={`What is “${field.title}”?`}
        aria-expanded={open}
        onClick={toggle}
        onKeyDown={(event) => {
          if (event.key !== 'Escape' || !open) return
          event.stopPropagation()
          close()
        }}
      >
        <IconHelp size={16} />
      </ActionIcon>
    </div>
  )
}
