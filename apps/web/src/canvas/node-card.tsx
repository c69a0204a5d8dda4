import type { CatalogEntry, StepStatus, WorkflowNode } from '@hubflow/core'
import { IconAlertTriangle, IconNote, IconPlayerPause } from '@tabler/icons-react'
import { NodeIcon } from '../components/node-icon.tsx'
import { StepStatusIcon, statusWord } from '../components/status-badge.tsx'
import { TestBadge } from '../editor/step-tests/test-badge.tsx'
import type { StepTest } from '../editor/step-tests/test-store.ts'
import { duration } from '../format/time.ts'
import { plural } from '../format/words.ts'
import classes from './node-card.module.css'
import { nodeSentence } from './node-sentence.ts'
import type { SentenceNames } from './sentence-names.ts'

interface NodeCardProps {
  node: WorkflowNode
  /** Absent for a type that this hub does not know. */
  entry: CatalogEntry | undefined
  names: SentenceNames
  selected: boolean
  problems?: number
  /** In a run: how the step stands; null where the run did not come to it. */
  status?: StepStatus | null | undefined
  /** In a run: how long the step took, in milliseconds, where it has ended. */
  took?: number | null | undefined
  /** How it was last tested. */
  test?: StepTest | undefined
}

/** Letters of a name that fill at most two lines, seen from afar. */
const SHORT = 26

/** How a node looks: the same in the editor, in a live run and on the page of a run. */
export function NodeCard({ node, entry, names, selected, problems = 0, status, took, test }: NodeCardProps) {
  const sentence = entry ? nodeSentence(node, entry, names) : `This hub has no step of the type “${node.type}”.`
  const name = node.name || entry?.title || node.type
  return (
    <div
      className={classes.card}
      data-testid={`node-${node.id}`}
      data-node-type={node.type}
      data-kind={entry?.kind}
      data-selected={selected}
      data-disabled={node.disabled === true}
      data-problem={problems > 0}
      data-status={status ?? undefined}
      data-untouched={status === null}
    >
      <div className={classes.icon}>
        <NodeIcon name={entry?.icon} size={21} />
      </div>
      <div className={classes.text}>
        <div className={classes.name} data-long={name.length > SHORT} title={name}>
          {name}
        </div>
        <div className={classes.sentence} title={sentence}>
          {sentence}
        </div>
      </div>
      <div className={classes.badges}>
        {node.note && (
          <span className={classes.badge} data-look="muted" title={node.note}>
            <IconNote size={13} aria-label={`Note: ${node.note}`} />
          </span>
        )}
        {node.disabled && (
          <span className={classes.badge} data-look="muted">
            <IconPlayerPause size={13} aria-hidden /> Off
          </span>
        )}
        {problems > 0 && (
          <span className={classes.badge} data-look="problem">
            <IconAlertTriangle size={13} aria-hidden /> {plural(problems, 'problem')}
          </span>
        )}
        {test && status === undefined && <TestBadge test={test} />}
        {status && (
          <span className={classes.badge}>
            <StepStatusIcon status={status} size={13} /> {statusWord('step', status)}
            {took != null && <span className={classes.took}>{duration(took)}</span>}
          </span>
        )}
      </div>
    </div>
  )
}
