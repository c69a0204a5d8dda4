import { Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { auditChangeQuery } from '../../api/hub-queries.ts'
import { catalogQuery } from '../../api/workflow-queries.ts'
import { useSentenceNames } from '../../canvas/sentence-names.ts'
import { plural } from '../../format/words.ts'
import { changesInWords } from '../sentences/change-words.ts'

const SHOWN = 3

/** What an entry changed in the workflow, in sentences; of many, the first ones. */
export function ChangeLines({ entryId }: { entryId: string }) {
  const change = useQuery(auditChangeQuery(entryId))
  const { data: catalog } = useQuery(catalogQuery)
  const names = useSentenceNames()
  const lines = useMemo(() => {
    if (!change.data || !catalog) return null
    const { before, after } = change.data
    return changesInWords(before, after, new Map(catalog.map((entry) => [entry.type, entry])), names)
  }, [change.data, catalog, names])
  if (lines === null) return null
  const more = lines.length - SHOWN
  return (
    <Text component="div" size="sm" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
      {lines.slice(0, SHOWN).map(({ step, what }) => (
        <div key={`${step} ${what}`}>
          {step !== null && <em>{step}</em>} {what}
        </div>
      ))}
      {lines.length === 0 && 'What it does is the same.'}
      {more > 0 && `And ${plural(more, 'further change')}.`}
    </Text>
  )
}
