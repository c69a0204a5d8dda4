import type { Workflow } from '@hubflow/api/client'
import { Paper, Text, Title } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useStore } from 'zustand'
import { versionQuery } from '../../api/workflow-queries.ts'
import { useDefinition, useEditor } from '../../editor/editor-context.ts'
import type { GuideStep } from '../../editor/editor-search.ts'
import { ProblemLine } from '../../editor/problems-panel.tsx'
import { plural } from '../../format/words.ts'
import { diffDefinitions, diffSettings } from '../sentences/definition-diff.ts'
import { Sentences } from '../sentences/sentences.tsx'
import { Effect } from './effect.tsx'
import { PublishForm } from './publish-form.tsx'
import classes from './review.module.css'

interface ReviewProps {
  workflow: Workflow
  /** `undefined` leads to the canvas. */
  onLeave(step: GuideStep | undefined): void
}

/** A last look before a workflow goes live: what it does, what is new, what is wrong, and how much it will do. */
export function Review({ workflow, onLeave }: ReviewProps) {
  const { entries, problems } = useEditor()
  const definition = useDefinition((current) => current)
  const found = useStore(problems, ({ all }) => all)
  const { liveVersion } = workflow
  const live = useQuery({ ...versionQuery(workflow.id, liveVersion ?? 0), enabled: liveVersion !== null })
  const before = live.data?.definition
  const changes = before
    ? diffDefinitions(before, definition, entries).filter(({ mark }) => mark !== 'same').length +
      diffSettings(before, definition).length
    : null

  return (
    <div className={classes.columns}>
      <Paper p="md" component="section" aria-labelledby="what-it-does">
        <Title order={2} id="what-it-does">
          What it does
        </Title>
        <Text size="sm" c="dimmed" mb="xs">
          {changes === null
            ? 'Once it is published it starts by itself, and does for real what stands here.'
            : changes === 0
              ? `Nothing that it does has changed since version ${liveVersion}.`
              : `${plural(changes, 'change')} since version ${liveVersion}, which is live.`}
        </Text>
        {definition.nodes.length === 0 ? (
          <Text size="sm">It does nothing yet: choose what starts it, then what is done.</Text>
        ) : (
          <Sentences definition={definition} {...(before ? { before } : {})} />
        )}
      </Paper>
      <div className={classes.side}>
        {found.length > 0 && (
          <Paper p="md" component="section" aria-labelledby="before-publishing">
            <Title order={2} id="before-publishing">
              {found.length === 1 ? 'One thing to do first' : `${found.length} things to do first`}
            </Title>
            <ul className={classes.problems}>
              {found.map((problem) => (
                <li key={`${problem.nodeId} ${problem.field?.join('.')} ${problem.message}`}>
                  <ProblemLine problem={problem} onGo={() => onLeave(undefined)} />
                </li>
              ))}
            </ul>
          </Paper>
        )}
        <Effect workflow={workflow} definition={definition} />
        <PublishForm workflow={workflow} isReady={found.length === 0} onPublished={() => onLeave(undefined)} />
      </div>
    </div>
  )
}
