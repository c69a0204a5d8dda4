import { Button, Group, Text } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useRef } from 'react'
import { useStore } from 'zustand'
import { meQuery } from '../api/hub-queries.ts'
import { workflowQuery } from '../api/workflow-queries.ts'
import { useDefinition, useEditor, useView } from './editor-context.ts'
import { HINTS, type Hint, hintFor, keepSeenHints, seenHints } from './hints.ts'
import classes from './palette.module.css'

/** Below the palette: what helps somebody who is here for the first time, one thing at a moment; else how to add a step. */
export function HintCard() {
  const hint = useHint()
  const { view } = useEditor()
  const done = (ids: readonly string[]) =>
    view.setState(({ seenHints: seen }) => ({ seenHints: new Set([...(seen ?? []), ...ids]) }))
  return (
    // There from the start, so that what it says later is heard.
    <div className={classes.foot} data-hint={hint?.id} aria-live="polite">
      {!hint && <Text className={classes.hint}>Drag onto the canvas, or click to add at the end.</Text>}
      {hint && (
        <>
          <Text size="xs" lh={1.45}>
            <IconBulb size={14} aria-hidden className={classes.bulb} /> {hint.words}
          </Text>
          <Group gap={4} mt={6} wrap="nowrap">
            <Button size="compact-xs" onClick={() => done([hint.id])}>
              Got it
            </Button>
            <Button size="compact-xs" variant="subtle" onClick={() => done(HINTS.map(({ id }) => id))}>
              No more hints
            </Button>
          </Group>
        </>
      )}
    </div>
  )
}

/** The hint of this moment. One that was shown and helps no more was followed: it counts as seen. */
function useHint(): Hint | undefined {
  const { view, problems, tests, workflowId } = useEditor()
  const { data: me } = useQuery(meQuery)
  const { data: workflow } = useQuery({ ...workflowQuery(workflowId), enabled: false })
  const seen = useView((state) => state.seenHints)
  const definition = useDefinition((current) => current)
  const chosenId = useView(({ selectedIds }) => (selectedIds.length === 1 ? selectedIds[0] : undefined))
  const count = useStore(problems, ({ all }) => all.length)
  const isTested = useStore(tests, ({ byNode }) => byNode.size > 0)
  const isPublished = (workflow?.liveVersion ?? null) !== null

  const personId = me?.id
  useEffect(() => {
    if (personId === undefined) return
    if (seen === null) view.setState({ seenHints: seenHints(personId, window.localStorage) })
    else keepSeenHints(personId, seen, window.localStorage)
  }, [personId, seen, view])

  const hint = seen ? hintFor({ definition, chosenId, problems: count, isTested, isPublished }, seen) : undefined
  const before = useRef(hint)
  useEffect(() => {
    const last = before.current
    before.current = hint
    if (last && last !== hint)
      view.setState(({ seenHints: known }) => ({ seenHints: new Set([...(known ?? []), last.id]) }))
  }, [hint, view])
  return hint
}
