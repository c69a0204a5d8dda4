import type { Run } from '@hubflow/api/client'
import { Button, Group, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'

export function CancelRunDialog({ run, onClose }: { run: Run; onClose(): void }) {
  const queryClient = useQueryClient()
  const cancelling = useMutation({
    mutationFn: () => unwrap(client.api.runs[':id'].cancel.$post({ param: { id: run.id } })),
    async onSuccess() {
      onClose()
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.run(run.id) }),
        queryClient.invalidateQueries({ queryKey: keys.runs }),
      ])
    },
  })

  return (
    <Modal opened onClose={onClose} title="Cancel this run?">
      {cancelling.isError && <ProblemAlert error={cancelling.error} />}
      <Text size="sm">
        Steps that are done stay done: mail that was sent is not called back, and changed records stay as they are. The
        steps that would follow are not taken.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Let it go on
        </Button>
        <Button color="red.9" loading={cancelling.isPending} onClick={() => cancelling.mutate()}>
          Cancel the run
        </Button>
      </Group>
    </Modal>
  )
}
