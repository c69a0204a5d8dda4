import { findTrigger } from '@hubflow/core'
import { Paper, Stack, Title } from '@mantine/core'
import { addStep } from '../../editor/commands.ts'
import { useDefinition, useEditor } from '../../editor/editor-context.ts'
import { Inspector } from '../../editor/inspector/inspector.tsx'
import { EntryChoice } from './entry-choice.tsx'
import classes from './guide.module.css'

/** What starts the workflow: chosen first, then set up. */
export function TriggerStep() {
  const editor = useEditor()
  const triggerId = useDefinition((definition) => findTrigger(definition)?.id)
  if (triggerId !== undefined) {
    return (
      <Paper maw={640} w="100%" mx="auto" className={classes.inspector ?? ''} aria-label="Settings" component="section">
        <Inspector nodeId={triggerId} />
      </Paper>
    )
  }
  return (
    <Stack gap={10} maw={560} w="100%" mx="auto">
      <Title order={2}>When should this start?</Title>
      {editor.catalog
        .filter(({ kind }) => kind === 'trigger')
        .map((entry) => (
          <EntryChoice key={entry.type} entry={entry} onChoose={() => addStep(editor, entry, { kind: 'free' })} />
        ))}
    </Stack>
  )
}
