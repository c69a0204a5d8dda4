import type { Workflow } from '@hubflow/api/client'
import { Button, Paper, Radio, Stack, Text, Textarea, Title } from '@mantine/core'
import { IconRocket } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { useDefinition, useEditor } from '../../editor/editor-context.ts'
import { plural } from '../../format/words.ts'
import { estimateQuery } from './estimate-query.ts'

interface PublishFormProps {
  workflow: Workflow
  isReady: boolean
  onPublished(): void
}

type WaitingRuns = 'finish' | 'stop'

/** Publishes the draft: with a note, and with what becomes of the runs that wait. */
export function PublishForm({ workflow, isReady, onPublished }: PublishFormProps) {
  const { saver } = useEditor()
  const queryClient = useQueryClient()
  const definition = useDefinition((current) => current)
  const [note, setNote] = useState('')
  const [waitingRuns, setWaitingRuns] = useState<WaitingRuns>('finish')
  const { data: estimate } = useQuery(estimateQuery(workflow.id, definition))
  const next = (workflow.liveVersion ?? 0) + 1
  const waiting = workflow.liveVersion === null ? 0 : (estimate?.waitingRuns ?? 0)

  const publish = useMutation({
    async mutationFn() {
      await saver.flush()
      if (saver.hasUnsavedChanges)
        throw new Error('The draft could not be saved, so it was not published. Try again once it is saved.')
      const json = {
        revision: saver.revision,
        ...(note.trim() ? { note: note.trim() } : {}),
        ...(waiting > 0 ? { waitingRuns } : {}),
      }
      return unwrap(client.api.workflows[':id'].publish.$post({ param: { id: workflow.id }, json }))
    },
    async onSuccess(published) {
      queryClient.setQueryData(keys.workflow(workflow.id), published)
      onPublished()
      showDone(`Version ${published.liveVersion ?? next} is live`, 'It starts from now on as it says.')
      await queryClient.invalidateQueries({ queryKey: keys.workflows })
    },
  })

  return (
    <Paper p="md" component="section" aria-labelledby="publish">
      <Title order={2} id="publish" mb="xs">
        Publish
      </Title>
      <Stack gap="sm">
        {waiting > 0 && (
          <Radio.Group
            label={`${plural(waiting, 'run waits', 'runs wait')} on an older version`}
            value={waitingRuns}
            onChange={(value) => setWaitingRuns(value === 'stop' ? 'stop' : 'finish')}
          >
            <Stack gap={6} mt={6}>
              <Radio value="finish" label="Let them finish as they began" />
              <Radio value="stop" label="Stop them: what they were still to do is not done" />
            </Stack>
          </Radio.Group>
        )}
        <Textarea
          label="Note"
          description="What is new, for those who look at the versions later. You can leave it empty."
          autosize
          minRows={1}
          maxRows={5}
          maxLength={500}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {publish.error && <ProblemAlert error={publish.error} />}
        <Button
          leftSection={<IconRocket size={16} />}
          disabled={!isReady}
          loading={publish.isPending}
          onClick={() => publish.mutate()}
        >
          Publish version {next}
        </Button>
        <Text size="xs" c="dimmed">
          {isReady ? 'Runs that are at work finish as they began.' : 'It can be published once nothing is left to do.'}
        </Text>
      </Stack>
    </Paper>
  )
}
