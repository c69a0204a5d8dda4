import type { Workflow } from '@hubflow/api/client'
import { Alert, Button, Group, List, Modal, Paper, Stack, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../api/api-error.ts'
import { client, unwrap } from '../api/client.ts'
import { keys } from '../api/queries.ts'
import { ProblemAlert } from '../components/problem-alert.tsx'
import { showDone } from '../components/toast.tsx'
import { useEditor } from './editor-context.ts'
import { Outline } from './outline.tsx'

/** A last look at what the workflow does, as sentences, before it goes live. */
export function PublishDialog({ workflow, onClose }: { workflow: Workflow; onClose(): void }) {
  const { saver } = useEditor()
  const queryClient = useQueryClient()
  const [note, setNote] = useState('')
  const next = (workflow.liveVersion ?? 0) + 1

  const publish = useMutation({
    async mutationFn() {
      await saver.flush()
      if (saver.hasUnsavedChanges)
        throw new Error('The draft could not be saved, so it was not published. Try again once it is saved.')
      const json = { revision: saver.revision, ...(note.trim() ? { note: note.trim() } : {}) }
      return unwrap(client.api.workflows[':id'].publish.$post({ param: { id: workflow.id }, json }))
    },
    async onSuccess(published) {
      queryClient.setQueryData(keys.workflow(workflow.id), published)
      onClose()
      showDone(`Version ${published.liveVersion ?? next} is live`, 'It starts from now on as it says.')
      await queryClient.invalidateQueries({ queryKey: keys.workflows })
    },
  })

  return (
    <Modal opened onClose={onClose} title={`Publish “${workflow.name}”`} size="lg">
      <Stack gap="md">
        <Text size="sm" c="dimmed">
          {workflow.liveVersion === null
            ? 'Once it is published it starts by itself, and does for real what stands here:'
            : `This becomes version ${next}. Runs that are under way finish as they began.`}
        </Text>
        <Paper p="xs">
          <Outline />
        </Paper>
        <Textarea
          label="Note"
          description="What is new, for those who look at the versions later. You can leave it empty."
          autosize
          minRows={2}
          maxRows={6}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.error && <Refusal error={publish.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button data-autofocus loading={publish.isPending} onClick={() => publish.mutate()}>
            Publish version {next}
          </Button>
        </Group>
      </Stack>
    </Modal>
  )
}

function Refusal({ error }: { error: Error }) {
  const problems = error instanceof ApiError && error.status === 422 ? (error.problem.errors ?? []) : []
  if (problems.length === 0) return <ProblemAlert error={error} />
  return (
    <Alert color="orange" icon={<IconAlertTriangle size={18} />} title="Not published yet" role="alert">
      <List size="sm">
        {problems.map(({ pointer, detail }) => (
          <List.Item key={`${pointer} ${detail}`}>{detail}</List.Item>
        ))}
      </List>
    </Alert>
  )
}
