import type { Matches } from '@hubflow/api/client'
import { findTrigger, HUB_TABLES, type Rules, RulesSchema } from '@hubflow/core'
import { Text } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { ruleMatchesQuery } from '../../../api/workflow-queries.ts'
import { plural } from '../../../format/words.ts'
import { useDefinition } from '../../editor-context.ts'

const TYPING_MS = 300

/** What the comparisons let through, as the hub is now: `42 of 310 match, for example …`. */
export function RuleMatches({ rules }: { rules: unknown }) {
  const eventType = useDefinition((definition) => findTrigger(definition)?.config.eventType)
  const [settled] = useDebouncedValue(rules, TYPING_MS)
  const parsed = RulesSchema.safeParse(settled)
  if (!parsed.success || typeof eventType !== 'string' || eventType === '') return null
  return <Counted rules={parsed.data} eventType={eventType} />
}

function Counted({ rules, eventType }: { rules: Rules; eventType: string }) {
  const { data, isError } = useQuery(ruleMatchesQuery(rules, eventType))
  if (isError || !data || data.of === 'nothing') return null
  return (
    <Text size="xs" c="dimmed" mt={4} role="status" aria-label="What matches now" data-testid="rule-matches">
      {sentenceOf(data)}
    </Text>
  )
}

function sentenceOf({ of, table, looked, matched, isCapped, examples }: Matches): string {
  const kind = table ? HUB_TABLES[table] : null
  const all = of === 'events' ? 'events of the last 30 days' : (kind?.plural.toLowerCase() ?? 'records')
  if (looked === 0) return of === 'events' ? 'No such event in the last 30 days.' : `There are no ${all} yet.`
  const those = isCapped ? `the newest ${plural(looked, 'of them', all)}` : `${looked.toLocaleString()} ${all}`
  const some = examples.length > 0 ? `, for example ${examples.join(', ')}` : ''
  return `Now ${matched.toLocaleString()} of ${those} ${matched === 1 ? 'matches' : 'match'}${some}.`
}
