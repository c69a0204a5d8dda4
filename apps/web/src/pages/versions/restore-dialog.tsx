import type { Workflow } from '@hubflow/api/client'
import { Button, Group, Modal, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'

export interface Restore {
  version: number
  /** Published at once, or made the draft to go on from. */
  live: boolean
}

/** Asks before an old version takes the place of the draft, and says what becomes of what is there. */
export function RestoreDialog(props: { workflow: Workflow; restore: Restore; onClose(): void }) {
  const { workflow, restore, onClose } = props
  const { version, live } = restore
  const queryClient = useQueryClient()
  const navigate = useNavigate()

  const mutation = useMutation({
    mutationFn: () =>
      unwrap(
        client.api.workflows[':id'].versions[':version'].restore.$post({
          param: { id: workflow.id, version: String(version) },
          json: { live },
        }),
      ),
    async onSuccess(restored) {
      queryClient.setQueryData(keys.workflow(workflow.id), restored)
      await queryClient.invalidateQueries({ queryKey: keys.workflows })
      await queryClient.invalidateQueries({ queryKey: keys.workflow(workflow.id) })
      onClose()
      if (live) return showDone(`Version ${version} is live again`, `As version ${restored.liveVersion}.`)
      showDone(`The draft is version ${version}`, 'Nothing is live of it until you publish.')
      return navigate({ to: '/workflows/$workflowId', params: { workflowId: workflow.id } })
    },
  })

  return (
    <Modal
      opened
      onClose={onClose}
      title={live ? `Make version ${version} live again?` : `Go on editing from version ${version}?`}
    >
      <Stack gap="sm">
        {mutation.isError && <ProblemAlert error={mutation.error} />}
        <Text size="sm">
          {live
            ? 'It is published at once, as a new version. Runs that are under way finish as they began.'
            : 'It becomes the draft. What is live stays as it is until you publish.'}
        </Text>
        {workflow.hasUnpublishedChanges && (
          <Text size="sm">The draft has changes that were not published: they are replaced.</Text>
        )}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Leave it
        </Button>
        <Button loading={mutation.isPending} onClick={() => mutation.mutate()}>
          {live ? 'Make it live' : 'Edit it'}
        </Button>
      </Group>
    </Modal>
  )
}
