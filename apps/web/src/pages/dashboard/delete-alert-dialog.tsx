import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, settle } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'

interface DeleteAlertDialogProps {
  id: string
  /** What the rule says. */
  sentence: string
  onClose(): void
}

export function DeleteAlertDialog({ id, sentence, onClose }: DeleteAlertDialogProps) {
  const queryClient = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => settle(client.api.alerts[':id'].$delete({ param: { id } })),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.alerts })
      showDone('The alert is deleted')
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title="Delete this alert?">
      {deleting.isError && <ProblemAlert error={deleting.error} />}
      <Text size="sm">{sentence}.</Text>
      <Text size="sm" mt="xs">
        From now on nobody is told of that. To be told again later, switch it off instead.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red.9" loading={deleting.isPending} onClick={() => deleting.mutate()}>
          Delete
        </Button>
      </Group>
    </Modal>
  )
}
