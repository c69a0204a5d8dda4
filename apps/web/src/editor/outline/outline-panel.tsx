import { findTrigger } from '@hubflow/core'
import { Button, Group, Stack, Text } from '@mantine/core'
import { IconFlask, IconRocket } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { NodeIcon } from '../../components/node-icon.tsx'
import { addStep, openSettings } from '../commands.ts'
import { useDefinition, useEditor, useView } from '../editor-context.ts'
import classes from './outline.module.css'
import { Outline } from './outline.tsx'

interface OutlinePanelProps {
  onTest(): void
  onReview(): void
}

/** What the right panel shows while no step is chosen. */
export function OutlinePanel({ onTest, onReview }: OutlinePanelProps) {
  const isEmpty = useDefinition((definition) => definition.nodes.length === 0)
  const hasTrigger = useDefinition((definition) => findTrigger(definition) !== undefined)
  return (
    <div className={classes.panel} id="outline" tabIndex={-1}>
      <Text fw={620}>This workflow</Text>
      <Text size="sm" c="dimmed" mt={2} mb="sm">
        {isEmpty
          ? 'Choose what starts it. Then add what should be done, step by step. Everything is saved as you go, and nothing runs before you publish.'
          : 'Choose a step to set it up, or add one where a plus stands.'}
      </Text>
      {!hasTrigger && <Starts />}
      {!isEmpty && <Outline />}
      {hasTrigger && (
        <Group gap="xs" mt="md">
          <Button variant="default" size="xs" leftSection={<IconFlask size={15} />} onClick={onTest}>
            Test it
          </Button>
          <Button variant="default" size="xs" leftSection={<IconRocket size={15} />} onClick={onReview}>
            Review and publish
          </Button>
        </Group>
      )}
    </div>
  )
}

/** What can start the workflow, for those who do not come by the canvas. */
function Starts() {
  const editor = useEditor()
  const list = useRef<HTMLDivElement>(null)
  const wantsFocus = useView(({ outlineFocus }) => outlineFocus)
  useEffect(() => {
    if (!wantsFocus) return
    editor.view.setState({ outlineFocus: false })
    list.current?.querySelector('button')?.focus()
  }, [wantsFocus, editor])
  return (
    <Stack gap={6} mb="sm" role="group" aria-label="What starts it" ref={list}>
      {editor.catalog
        .filter(({ kind }) => kind === 'trigger')
        .map((entry) => (
          <Button
            key={entry.type}
            variant="default"
            size="xs"
            justify="flex-start"
            leftSection={<NodeIcon name={entry.icon} size={16} />}
            onClick={() => {
              addStep(editor, entry, { kind: 'free' })
              const trigger = findTrigger(editor.store.getState().history.present)
              if (trigger) openSettings(editor, trigger.id, [])
            }}
          >
            {entry.title}
          </Button>
        ))}
    </Stack>
  )
}
