import { type Definition, isTriggerType, type WorkflowNode } from '@hubflow/core'
import { Button, Paper, SimpleGrid, Stack, Text, Title, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { branchLabel } from '../../canvas/branch.ts'
import { nodeSentence } from '../../canvas/node-sentence.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { addStep } from '../../editor/commands.ts'
import { type BranchesOf, type OpenEnd, openEnds } from '../../editor/document.ts'
import { useDefinition, useEditor, useNodeProblems, useView } from '../../editor/editor-context.ts'
import { inOrder } from '../../editor/in-order.ts'
import { Inspector } from '../../editor/inspector/inspector.tsx'
import type { Place } from '../../editor/place.ts'
import { wayTo } from '../sentences/way.ts'
import { EntryChoice } from './entry-choice.tsx'
import classes from './guide.module.css'

/** What is done, step by step: the list at the left, the chosen step or the choice of a new one at the right. */
export function ActionsStep() {
  const { view, branchesOf, entries } = useEditor()
  const definition = useDefinition((current) => current)
  const [selectedId] = useView(({ selectedIds }) => selectedIds)
  const [adding, setAdding] = useState<Place | null>(null)
  const steps = inOrder(definition, entries)
  const actions = steps.filter(({ type }) => !isTriggerType(type))
  const ends = endsOf(definition, branchesOf)
  const chosen = actions.find(({ id }) => id === selectedId)
  const place: Place | null = adding ?? (actions.length === 0 ? { kind: 'free' } : null)

  function choose(nodeId: string): void {
    setAdding(null)
    view.setState({ selectedIds: [nodeId] })
  }

  return (
    <div className={classes.columns}>
      <Paper className={classes.list ?? ''} component="section" aria-label="Steps of the workflow">
        {steps.map((node, index) => (
          <StepLine
            key={node.id}
            node={node}
            number={index + 1}
            definition={definition}
            isChosen={!adding && node.id === chosen?.id}
            onChoose={isTriggerType(node.type) ? undefined : () => choose(node.id)}
          />
        ))}
        <Stack gap={6} mt="xs" align="flex-start">
          {ends.map(({ end, words }) => (
            <Button
              key={`${end.source} ${end.branch}`}
              variant="light"
              size="xs"
              leftSection={<IconPlus size={15} />}
              onClick={() => setAdding({ kind: 'end', end })}
            >
              {words}
            </Button>
          ))}
        </Stack>
      </Paper>
      {place && <ChooseAction place={place} onDone={() => setAdding(null)} />}
      {!place && chosen && (
        <Paper className={classes.inspector ?? ''} component="section" aria-label="Settings">
          <Inspector nodeId={chosen.id} />
        </Paper>
      )}
      {!place && !chosen && (
        <Text c="dimmed" size="sm" p="md">
          Choose a step to set it up, or add another one.
        </Text>
      )}
    </div>
  )
}

interface StepLineProps {
  node: WorkflowNode
  number: number
  definition: Definition
  isChosen: boolean
  onChoose: (() => void) | undefined
}

function StepLine({ node, number, definition, isChosen, onChoose }: StepLineProps) {
  const { entries, names } = useEditor()
  const problems = useNodeProblems(node.id)
  const entry = entries.get(node.type)
  const way = wayTo(definition, node.id)
  const words = (
    <>
      <span className={classes.number}>{number}</span>
      <NodeIcon name={entry?.icon} size={17} className={classes.icon ?? ''} />
      <span className={classes.words}>
        {way && <span className={classes.way}>{way}: </span>}
        {entry ? nodeSentence(node, entry, names) : node.name}
        {node.disabled && ' (off)'}
      </span>
      {problems.length > 0 && <IconAlertTriangle size={16} aria-label="Not finished yet" role="img" />}
    </>
  )
  if (!onChoose) return <div className={classes.line}>{words}</div>
  return (
    <UnstyledButton className={classes.line} aria-current={isChosen ? 'step' : undefined} onClick={onChoose}>
      {words}
    </UnstyledButton>
  )
}

function ChooseAction({ place, onDone }: { place: Place; onDone(): void }) {
  const editor = useEditor()
  return (
    <Stack gap={10} style={{ overflowY: 'auto' }} component="section" aria-label="Choose a step">
      <Title order={2}>What should be done?</Title>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={10}>
        {editor.catalog
          .filter(({ kind }) => kind === 'action')
          .map((entry) => (
            <EntryChoice
              key={entry.type}
              entry={entry}
              onChoose={() => {
                addStep(editor, entry, place)
                onDone()
              }}
            />
          ))}
      </SimpleGrid>
    </Stack>
  )
}

/** Where a step can be added at the end; with several, each says after which step. */
function endsOf(definition: Definition, branchesOf: BranchesOf): { end: OpenEnd; words: string }[] {
  const ends = openEnds(definition, branchesOf)
  if (ends.length === 1 && ends[0]) return [{ end: ends[0], words: 'Add a step' }]
  return ends.map((end) => {
    const name = definition.nodes.find(({ id }) => id === end.source)?.name
    return { end, words: `Add after “${name}”${end.branch === 'next' ? '' : `: ${branchLabel(end.branch)}`}` }
  })
}
