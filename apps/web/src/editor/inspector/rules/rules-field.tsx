import { isTemplate, type Rules, RulesSchema, sentenceOfRules, variablesAt } from '@hubflow/core'
import { Button, Input, Paper, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useMemo } from 'react'
import { useDefinition, useEditor } from '../../editor-context.ts'
import { type FieldProps, useFieldError, useInspector } from '../inspector-context.ts'
import { listOf, recordOf } from '../record-of.ts'
import { RuleGroup } from './rule-group.tsx'
import { RuleMatches } from './rule-matches.tsx'
import { type RuleSource, ruleSources, sourceAt } from './rule-source.ts'
import classes from './rules.module.css'

const NEW_RULES = { combinator: 'and', rules: [{ field: '', operator: 'equals' }] }

/** Comparisons in groups, each read from left to right, and the whole as a sentence. */
export function RulesField({ field, value, onChange, path }: FieldProps) {
  const error = useFieldError(path)
  const listError = useFieldError([...path, 'rules'])
  const sources = useRuleSources()
  const rules = recordOf(value)
  const count = listOf(rules.rules).length
  return (
    <Input.Wrapper
      label={field.title}
      description={field.help}
      required={field.required}
      error={error ?? listError}
      labelElement="div"
    >
      <div className={classes.rules}>
        {count === 0 ? (
          <Button
            variant="default"
            size="compact-md"
            leftSection={<IconPlus size={15} />}
            onClick={() => onChange(NEW_RULES)}
          >
            Add a comparison
          </Button>
        ) : (
          <>
            <RuleGroup
              group={rules}
              sources={sources}
              path={path}
              depth={0}
              onChange={(next) => onChange(next === undefined && field.required ? { ...rules, rules: [] } : next)}
            />
            <Sentence rules={value} sources={sources} />
            <RuleMatches rules={value} />
          </>
        )}
      </div>
    </Input.Wrapper>
  )
}

/** At the trigger its own data is looked at: the comparisons are made once the event has happened. */
function useRuleSources(): readonly RuleSource[] {
  const { nodeId, variables } = useInspector()
  const { catalog, eventTypes } = useEditor()
  const definition = useDefinition((current) => current)
  return useMemo(() => {
    const isTrigger = catalog.some(
      ({ kind, type }) =>
        kind === 'trigger' && definition.nodes.some((node) => node.id === nodeId && node.type === type),
    )
    const groups = isTrigger ? variablesAt(definition, '', { catalog, eventTypes }) : variables
    return ruleSources(groups, definition, eventTypes)
  }, [definition, nodeId, variables, catalog, eventTypes])
}

function Sentence({ rules, sources }: { rules: unknown; sources: readonly RuleSource[] }) {
  const parsed = RulesSchema.safeParse(rules)
  if (!parsed.success) return null
  const sentence = sentenceOfRules(withLabels(parsed.data, sources), (path) => sourceAt(path, sources).label)
  return (
    <Paper withBorder p="xs" className={classes.sentence ?? ''} role="status" aria-label="In words">
      <Text size="sm">
        <b>If</b> {sentence}
      </Text>
    </Paper>
  )
}

/** Choices by what people call them, inserted data by its label. */
function withLabels(rules: Rules, sources: readonly RuleSource[]): Rules {
  return {
    ...rules,
    rules: rules.rules.map((rule) => {
      if ('rules' in rule) return withLabels(rule, sources)
      const { options } = sourceAt(rule.field, sources)
      const labelOf = <Value,>(value: Value) => options.find((option) => option.value === value)?.label ?? value
      if (Array.isArray(rule.value)) return { ...rule, value: rule.value.map(labelOf) }
      return isTemplate(String(rule.value)) ? rule : { ...rule, value: labelOf(rule.value) }
    }),
  }
}
