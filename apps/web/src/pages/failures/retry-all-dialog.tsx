import type { FailureCause } from '@hubflow/api/client'
import { Button, Group, List, Modal, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'

/** Says what is done again and what is not, before any run goes on. */
export function RetryAllDialog({ cause, onClose }: { cause: FailureCause; onClose(): void }) {
  const { runIds, count } = cause
  const queryClient = useQueryClient()
  const retrying = useMutation({
    mutationFn: () => unwrap(client.api.runs.bulk.$post({ json: { action: 'retry', ids: runIds } })),
    async onSuccess({ changed, skipped }) {
      onClose()
      showDone(
        `${plural(changed, 'run goes', 'runs go')} on`,
        skipped > 0 ? `${plural(skipped, 'run')} had changed meanwhile, and stayed as it was.` : null,
      )
      await queryClient.invalidateQueries({ queryKey: keys.runs })
    },
  })
  return (
    <Modal opened onClose={onClose} title={count === 1 ? 'Retry this run?' : 'Retry these runs?'}>
      {retrying.isError && <ProblemAlert error={retrying.error} />}
      <Text size="sm">
        {plural(runIds.length, 'run goes', 'runs go')} on from the step “{cause.stepName}”, on the version that ran.
        {count > runIds.length && ` There are ${count.toLocaleString()}; retry the others afterwards.`}
      </Text>
      <List size="sm" mt="sm" spacing={4}>
        <List.Item>Steps that were completed are not done again: what they sent is not sent twice.</List.Item>
        <List.Item>
          {cause.stepType === 'http-request'
            ? 'The request of the failed step is sent again. The same request has the same key, by which a system that knows it does it only once.'
            : 'The failed step is done again.'}
        </List.Item>
        <List.Item>The steps after it are done for the first time; their mail and requests go out.</List.Item>
        <List.Item>
          A change that you published since is not in it. For that, open a run and retry it on the live version.
        </List.Item>
      </List>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Not now
        </Button>
        <Button loading={retrying.isPending} onClick={() => retrying.mutate()}>
          Retry {plural(runIds.length, 'run')}
        </Button>
      </Group>
    </Modal>
  )
}
