import { Button, Collapse, Stack } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconChevronDown } from '@tabler/icons-react'
import { useView } from '../editor-context.ts'
import { type Field, isLeftOut } from '../schema-field.ts'
import type { FieldPath } from '../view-store.ts'
import { ExplainedField } from './explained-field.tsx'
import { useInspector } from './inspector-context.ts'

type Values = Readonly<Record<string, unknown>>

interface FieldListProps {
  fields: readonly Field[]
  value: Values
  onChange(value: Values): void
  path: FieldPath
}

/** The fields of one object below each other; what is seldom needed is folded away unless it is set or wrong. */
export function FieldList({ fields, value, onChange, path }: FieldListProps) {
  const { problems } = useInspector()
  const shown = fields.filter((field) => !isReplaced(field, fields, value))
  const advanced = shown.filter((field) => field.advanced)
  const needsLook = advanced.some((field) => problems.some((problem) => isBelow(problem.field, [...path, field.key])))
  const isRequested = useView(({ fieldRequest }) =>
    advanced.some(({ key }) => key === fieldRequest?.field[path.length]),
  )
  const [open, { toggle }] = useDisclosure(isRequested)

  const input = (field: Field) => (
    <div key={field.key} data-field={[...path, field.key].join('.')}>
      <ExplainedField
        field={field}
        value={value[field.key]}
        owner={value}
        path={[...path, field.key]}
        onChange={(next) => onChange(withField(value, field, next))}
      />
    </div>
  )

  return (
    <Stack gap="md">
      {shown.filter((field) => !field.advanced).map(input)}
      {advanced.length > 0 && (
        <div>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            ml={-8}
            aria-expanded={open || needsLook}
            onClick={toggle}
            rightSection={<IconChevronDown size={15} style={{ rotate: open || needsLook ? '180deg' : '0deg' }} />}
          >
            More settings
          </Button>
          <Collapse expanded={open || needsLook}>
            <Stack gap="md" pt="xs">
              {advanced.map(input)}
            </Stack>
          </Collapse>
        </div>
      )}
    </Stack>
  )
}

function withField(value: Values, field: Field, next: unknown): Values {
  const { [field.key]: _gone, ...rest } = value
  return isLeftOut(field, next) ? rest : { ...value, [field.key]: next }
}

/** A mail template has a subject and a text of its own: these are offered only while there is none. */
function isReplaced(field: Field, fields: readonly Field[], value: Values): boolean {
  if (field.key !== 'subject' && field.key !== 'body') return false
  const template = fields.find(({ widget }) => widget === 'email-template')
  return template !== undefined && value[template.key] !== undefined && value[field.key] === undefined
}

function isBelow(field: FieldPath | undefined, path: FieldPath): boolean {
  return field !== undefined && path.every((key, index) => field[index] === key)
}
