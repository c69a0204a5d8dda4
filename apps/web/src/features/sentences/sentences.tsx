import type { CatalogEntry, Definition } from '@hubflow/core'
import { Text, VisuallyHidden } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { catalogQuery } from '../../api/workflow-queries.ts'
import { nodeSentence } from '../../canvas/node-sentence.ts'
import { useSentenceNames } from '../../canvas/sentence-names.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { diffDefinitions, diffSettings, type StepDiff } from './definition-diff.ts'
import { MarkBadge } from './mark-badge.tsx'
import classes from './sentences.module.css'
import { wayTo } from './way.ts'

interface SentencesProps {
  definition: Definition
  /** What it is compared with; without it nothing is marked. */
  before?: Definition
}

/** A workflow as numbered sentences; where it is compared, with what was added, changed, moved and removed. */
export function Sentences({ definition, before = definition }: SentencesProps) {
  const { data: catalog } = useQuery(catalogQuery)
  const entries = useMemo(() => new Map(catalog?.map((entry) => [entry.type, entry])), [catalog])
  const lines = useMemo(() => diffDefinitions(before, definition, entries), [before, definition, entries])
  const settings = diffSettings(before, definition)
  if (!catalog) return null
  let number = 0
  return (
    <>
      <ol className={classes.list}>
        {lines.map((line) => {
          if (line.mark !== 'removed') number++
          return (
            <Line
              key={line.node.id}
              line={line}
              number={line.mark === 'removed' ? null : number}
              way={wayTo(line.mark === 'removed' ? before : definition, line.node.id)}
              entry={entries.get(line.node.type)}
            />
          )
        })}
      </ol>
      {settings.map((text) => (
        <Text key={text} size="sm" px={8} py={4}>
          {text}
        </Text>
      ))}
    </>
  )
}

interface LineProps {
  line: StepDiff
  number: number | null
  way: string | null
  entry: CatalogEntry | undefined
}

function Line({ line: { mark, node, before, details }, number, way, entry }: LineProps) {
  const names = useSentenceNames()
  const sentence = entry ? nodeSentence(node, entry, names) : `A step that this hub does not know (${node.type})`
  const was = mark === 'changed' && before && entry ? nodeSentence(before, entry, names) : sentence
  return (
    <li className={classes.line} data-mark={mark}>
      <span className={classes.number}>{number ?? <VisuallyHidden>Gone</VisuallyHidden>}</span>
      <NodeIcon name={entry?.icon} size={17} className={classes.icon ?? ''} />
      <div className={classes.words}>
        {way && <span className={classes.way}>{way}: </span>}
        {mark === 'removed' ? <del>{sentence}</del> : sentence}
        {node.disabled && mark !== 'removed' && <span className={classes.way}> (off)</span>}
        {was !== sentence && (
          <div className={classes.detail}>
            Before: <del>{was}</del>
          </div>
        )}
        {details.length > 0 && <div className={classes.detail}>{details.join(' ')}</div>}
      </div>
      <MarkBadge mark={mark} />
    </li>
  )
}
