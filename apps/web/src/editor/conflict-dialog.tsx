import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '../api/client.ts'
import { useCreateWorkflow } from '../api/hooks.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { showDone } from '../components/toast.tsx'
import { Sentences } from '../features/sentences/sentences.tsx'
import classes from './conflict-dialog.module.css'
import type { Draft } from './draft-saver.ts'
import { useDefinition, useEditor } from './editor-context.ts'

interface ConflictDialogProps {
  theirs: Draft
  /** Of the workflow: a copy is called after it. */
  name: string
}

/** Two drafts of one workflow: a person decides what becomes of each. Undo brings back what was not taken. */
export function ConflictDialog({ theirs, name }: ConflictDialogProps) {
  const { saver, store } = useEditor()
  const mine = useDefinition((definition) => definition)
  const createWorkflow = useCreateWorkflow()
  const copy = useMutation({
    async mutationFn() {
      const { name: copyName } = await createWorkflow.mutateAsync({ name: await nameOfCopy(name), definition: mine })
      return copyName
    },
    onSuccess(copyName) {
      saver.resolve('theirs')
      showDone(`Yours is kept as “${copyName}”`, 'It stands in the list of workflows. You see theirs here.')
    },
  })

  function keepMine(): void {
    // Theirs is what can be undone last.
    store.getState().change(() => theirs.definition)
    store.getState().change(() => mine)
    saver.resolve('mine')
  }

  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="This workflow was changed elsewhere"
      size="lg"
    >
      <Stack gap="md">
        <Text size="sm">
          Someone, or another window of yours, saved it while you worked on it here. Nothing is lost yet: choose which
          one stays. This is yours, with what differs from theirs:
        </Text>
        <Paper p="xs" className={classes.difference ?? ''} component="section" aria-label="What differs in yours">
          <Sentences definition={mine} before={theirs.definition} />
          {mine.nodes.length === 0 && theirs.definition.nodes.length === 0 && (
            <Text size="sm" c="dimmed">
              Both are empty.
            </Text>
          )}
        </Paper>
        {copy.error && <ProblemAlert error={copy.error} />}
        <Group justify="flex-end">
          <Button variant="default" disabled={copy.isPending} onClick={() => saver.resolve('theirs')}>
            Take theirs
          </Button>
          <Button variant="default" loading={copy.isPending} onClick={() => copy.mutate()}>
            Take theirs, keep mine as a copy
          </Button>
          <Button data-autofocus disabled={copy.isPending} onClick={keepMine}>
            Keep mine
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          Undo brings back the one that you did not take.
        </Text>
      </Stack>
    </Modal>
  )
}

/** Long names are cut, so that what is added to them fits. */
const NAME_ROOM = 100

async function nameOfCopy(name: string): Promise<string> {
  const wanted = `${name.slice(0, NAME_ROOM)} (mine)`
  const { suggestion } = await unwrap(client.api['workflow-names'].$get({ query: { name: wanted } }))
  return suggestion ?? wanted
}
