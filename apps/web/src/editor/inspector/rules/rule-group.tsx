import { ActionIcon, Button, Group, SegmentedControl, Tooltip } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import type { FieldPath } from '../../view-store.ts'
import { listOf, recordOf } from '../record-of.ts'
import { RuleRow } from './rule-row.tsx'
import type { RuleSource } from './rule-source.ts'
import classes from './rules.module.css'

/** Deeper is allowed, and shown when it is there; more than this nobody reads. */
const OFFERED_DEPTH = 2

interface RuleGroupProps {
  /** As it stands in the draft, which may be unfinished. */
  group: Readonly<Record<string, unknown>>
  sources: readonly RuleSource[]
  path: FieldPath
  depth: number
  /** `undefined` takes the group away. */
  onChange(group: unknown): void
}

export function RuleGroup({ group, sources, path, depth, onChange }: RuleGroupProps) {
  const rules = listOf(group.rules)
  const combinator = group.combinator === 'or' ? 'or' : 'and'
  const setRules = (next: readonly unknown[]) =>
    onChange(next.length === 0 ? undefined : { ...group, combinator, rules: next })
  const setRule = (at: number, next: unknown) =>
    setRules(rules.flatMap((rule, index) => (index !== at ? [rule] : next === undefined ? [] : [next])))

  return (
    <div className={classes.group} data-depth={depth}>
      {(rules.length > 1 || depth > 0) && (
        <Group justify="space-between" wrap="nowrap">
          <SegmentedControl
            size="xs"
            aria-label="How the comparisons go together"
            data={[
              { value: 'and', label: 'All of these' },
              { value: 'or', label: 'One of these' },
            ]}
            value={combinator}
            onChange={(next) => onChange({ ...group, combinator: next })}
          />
          {depth > 0 && (
            <Tooltip label="Remove the group">
              <ActionIcon aria-label="Remove the group" onClick={() => onChange(undefined)}>
                <IconTrash size={15} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      )}
      {rules.map((rule, index) => {
        const common = { path: [...path, 'rules', index], sources, onChange: (next: unknown) => setRule(index, next) }
        const inner = recordOf(rule)
        const key = `${index} of ${depth}`
        return Array.isArray(inner.rules) ? (
          <RuleGroup key={key} {...common} group={inner} depth={depth + 1} />
        ) : (
          <RuleRow key={key} {...common} rule={inner} />
        )
      })}
      <Group gap={4}>
        <Button
          variant="subtle"
          size="compact-xs"
          leftSection={<IconPlus size={13} />}
          onClick={() => setRules([...rules, { field: '', operator: 'equals' }])}
        >
          Add a comparison
        </Button>
        {depth < OFFERED_DEPTH && (
          <Button
            variant="subtle"
            size="compact-xs"
            leftSection={<IconPlus size={13} />}
            onClick={() =>
              setRules([
                ...rules,
                { combinator: combinator === 'and' ? 'or' : 'and', rules: [{ field: '', operator: 'equals' }] },
              ])
            }
          >
            Add a group
          </Button>
        )}
      </Group>
    </div>
  )
}
