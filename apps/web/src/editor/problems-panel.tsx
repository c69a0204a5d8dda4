import type { Problem } from '@hubflow/core'
import { ActionIcon, Group, Text, UnstyledButton } from '@mantine/core'
import { IconAlertTriangle, IconChevronRight, IconCircleCheck, IconX } from '@tabler/icons-react'
import { useStore } from 'zustand'
import { showField } from './commands.ts'
import { useDefinition, useEditor } from './editor-context.ts'
import classes from './problems-panel.module.css'

/** Everything that keeps the workflow from being published; each line leads to what is wrong. */
export function ProblemsPanel({ onGo }: { onGo(): void }) {
  const { problems, view } = useEditor()
  const all = useStore(problems, (state) => state.all)
  return (
    <section className={classes.panel} id="problems" aria-label="Problems">
      <Group justify="space-between" className={classes.head} wrap="nowrap">
        <Text fw={620}>Before it can be published</Text>
        <ActionIcon aria-label="Close the problems" onClick={() => view.setState({ problemsOpen: false })}>
          <IconX size={18} />
        </ActionIcon>
      </Group>
      {all.length === 0 ? (
        <Group gap="xs" p="md" wrap="nowrap" align="flex-start">
          <IconCircleCheck size={18} color="var(--mantine-color-green-6)" style={{ flex: 'none' }} />
          <Text size="sm">Nothing is wrong. It can be published.</Text>
        </Group>
      ) : (
        <ul className={classes.list}>
          {all.map((problem) => (
            <li key={`${problem.nodeId} ${problem.field?.join('.')} ${problem.message}`}>
              <ProblemLine problem={problem} onGo={onGo} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

/** One problem, and the way to what it is about; `onGo` brings the canvas back where something else is shown. */
export function ProblemLine({ problem, onGo }: { problem: Problem; onGo(): void }) {
  const editor = useEditor()
  const { nodeId, field, message } = problem
  const name = useDefinition((definition) => definition.nodes.find((node) => node.id === nodeId)?.name)
  const words = (
    <>
      <IconAlertTriangle size={16} className={classes.icon ?? ''} aria-hidden />
      <span className={classes.words}>
        {name !== undefined && <span className={classes.name}>{name}</span>}
        {message}
      </span>
    </>
  )
  if (nodeId === undefined || name === undefined) return <div className={classes.line}>{words}</div>
  return (
    <UnstyledButton
      className={classes.line}
      onClick={() => {
        showField(editor, nodeId, field)
        onGo()
      }}
    >
      {words}
      <IconChevronRight size={15} className={classes.arrow ?? ''} aria-hidden />
    </UnstyledButton>
  )
}
