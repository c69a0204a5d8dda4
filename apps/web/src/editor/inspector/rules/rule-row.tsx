import { RULE_OPERATORS, type RuleOperator, takesValue } from '@hubflow/core'
import { ActionIcon, Group, Select, Text, TextInput, Tooltip } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { FieldPath } from '../../view-store.ts'
import { useFieldError, useInspector } from '../inspector-context.ts'
import { textOf } from '../record-of.ts'
import { operatorsOf, outerOf, type RuleSource, sourceAt } from './rule-source.ts'
import { RuleValue } from './rule-value.tsx'
import classes from './rules.module.css'

interface RuleRowProps {
  rule: Readonly<Record<string, unknown>>
  sources: readonly RuleSource[]
  path: FieldPath
  /** `undefined` takes the comparison away. */
  onChange(rule: unknown): void
}

/** One comparison: what, how, and with what. */
export function RuleRow({ rule, sources, path, onChange }: RuleRowProps) {
  const error = useFieldError([...path, 'field'])
  const field = textOf(rule.field)
  const source = sourceAt(field, sources)
  const operator = operatorOf(rule.operator)

  function chooseField(next: string): void {
    const chosen = sourceAt(next, sources)
    const keeps = operatorsOf(chosen).includes(operator) && chosen.kind === source.kind && chosen.kind !== 'choice'
    onChange(keeps ? { ...rule, field: next } : { field: next, operator: operatorsOf(chosen)[0] })
  }

  function chooseOperator(next: RuleOperator): void {
    const { value, ...rest } = rule
    const keeps = takesValue(next) && value !== undefined && (next === 'in') === (operator === 'in')
    onChange({ ...rest, operator: next, ...(keeps ? { value } : {}) })
  }

  return (
    <div className={classes.rule}>
      <Group gap={4} wrap="nowrap" align="flex-start" data-field={[...path, 'field'].join('.')}>
        <Select
          style={{ flex: 1 }}
          size="xs"
          aria-label="What to compare"
          placeholder="Choose what to compare"
          error={error}
          searchable
          data={optionsOf(source, sources)}
          value={field === '' ? null : (outerOf(field, sources)?.path ?? field)}
          onChange={(next) => next !== null && chooseField(next)}
          nothingFoundMessage="Nothing here is called that."
          allowDeselect={false}
          checkIconPosition="right"
        />
        <Tooltip label="Remove">
          <ActionIcon mt={3} size="sm" aria-label="Remove the comparison" onClick={() => onChange(undefined)}>
            <IconX size={15} />
          </ActionIcon>
        </Tooltip>
      </Group>
      {source.kind === 'anything' && field !== '' && (
        <InnerField field={field} sources={sources} onChange={(next) => onChange({ ...rule, field: next })} />
      )}
      {field !== '' && (
        <div className={classes.comparison}>
          <Select
            size="xs"
            aria-label="How to compare"
            data={operatorChoices(source, operator)}
            value={operator}
            onChange={(next) => next && chooseOperator(operatorOf(next))}
            allowDeselect={false}
            checkIconPosition="right"
            comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
          />
          {takesValue(operator) && (
            <RuleValue
              source={source}
              operator={operator}
              value={rule.value}
              path={[...path, 'value']}
              onChange={(value) => {
                const { value: _before, ...rest } = rule
                onChange(value === undefined || value === '' ? rest : { ...rest, value })
              }}
            />
          )}
        </div>
      )}
    </div>
  )
}

/** Data of free form is not known before it comes: which part of it is meant is written by hand. */
function InnerField({
  field,
  sources,
  onChange,
}: {
  field: string
  sources: readonly RuleSource[]
  onChange(field: string): void
}) {
  const { endGesture } = useInspector()
  const outer = outerOf(field, sources) ?? sources.find(({ path }) => path === field)
  if (!outer) return null
  return (
    <TextInput
      size="xs"
      aria-label={`Field in ${outer.label}`}
      placeholder="email"
      leftSection={
        <Text size="xs" c="dimmed">
          its
        </Text>
      }
      value={field.slice(outer.path.length + 1)}
      onChange={(event) => {
        const inner = event.currentTarget.value.trim()
        onChange(inner === '' ? outer.path : `${outer.path}.${inner}`)
      }}
      onBlur={endGesture}
    />
  )
}

function optionsOf(chosen: RuleSource, sources: readonly RuleSource[]) {
  const isListed = sources.some(({ path }) => path === chosen.path) || outerOf(chosen.path, sources) !== undefined
  const all = isListed || chosen.path === '' ? sources : [...sources, chosen]
  const groups = [...new Set(all.map(({ group }) => group))]
  return groups.map((group) => ({
    group,
    items: all
      .filter((source) => source.group === group)
      .map(({ path, label }) => ({ value: path, label: label === 'Everything' ? group : label })),
  }))
}

function operatorChoices(source: RuleSource, current: RuleOperator) {
  const offered = operatorsOf(source)
  return (offered.includes(current) ? offered : [...offered, current]).map((value) => ({
    value,
    label: RULE_OPERATORS[value],
  }))
}

function operatorOf(value: unknown): RuleOperator {
  return typeof value === 'string' && Object.hasOwn(RULE_OPERATORS, value) ? (value as RuleOperator) : 'equals'
}
