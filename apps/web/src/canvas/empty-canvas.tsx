import { SimpleGrid, Text, Title, UnstyledButton } from '@mantine/core'
import { NodeIcon } from '../components/node-icon.tsx'
import { addStep } from '../editor/commands.ts'
import { useEditor, useView } from '../editor/editor-context.ts'
import classes from './empty-canvas.module.css'

/** What an empty canvas asks: the one question that every workflow begins with. */
export function EmptyCanvas() {
  const editor = useEditor()
  const isTarget = useView(({ dropPlace }) => dropPlace !== null)
  const triggers = editor.catalog.filter((entry) => entry.kind === 'trigger')
  return (
    <div className={classes.empty}>
      <div className={classes.emptyCard} data-target={isTarget}>
        <Title order={2} ta="center" size="h1">
          When should this start?
        </Title>
        <Text c="dimmed" size="sm" ta="center" mt={4} mb="lg">
          Choose what starts the workflow, or drag it here from the left.
        </Text>
        <SimpleGrid cols={1} spacing={10}>
          {triggers.map((entry) => (
            <UnstyledButton
              key={entry.type}
              className={classes.choice}
              onClick={() => addStep(editor, entry, { kind: 'free' })}
            >
              <span className={classes.choiceIcon}>
                <NodeIcon name={entry.icon} size={21} />
              </span>
              <span>
                <Text fw={600} size="md" component="span" display="block">
                  {entry.title}
                </Text>
                <Text c="dimmed" size="sm" component="span" display="block">
                  {entry.summary}
                </Text>
              </span>
            </UnstyledButton>
          ))}
        </SimpleGrid>
      </div>
    </div>
  )
}
