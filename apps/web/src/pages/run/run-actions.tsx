import type { Run } from '@hubflow/api/client'
import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlayerPlay, IconPlayerSkipForward, IconRefresh } from '@tabler/icons-react'
import { useMutation } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { showDone, showFailure } from '../../components/toast.tsx'
import { RetryRunDialog } from './retry-run-dialog.tsx'
import { useRunChanged } from './use-run-changed.ts'

/** What sets a run going again, each where its status allows it. */
export function RunActions({ run, liveVersion }: { run: Run; liveVersion: number | null }) {
  const [retrying, dialog] = useDisclosure(false)
  const changed = useRunChanged()
  const releasing = useMutation({
    mutationFn: () => unwrap(client.api.runs[':id'].release.$post({ param: { id: run.id } })),
    onSuccess: () => showDone('The run was released'),
    onError: (error) => showFailure('The run is still held', error),
    onSettled: () => changed(run.id),
  })
  const skipping = useMutation({
    mutationFn: () => unwrap(client.api.runs[':id']['skip-wait'].$post({ param: { id: run.id } })),
    onSuccess: () => showDone('The run goes on now'),
    onError: (error) => showFailure('The wait was not skipped', error),
    onSettled: () => changed(run.id),
  })
  return (
    <>
      {run.status === 'held' && (
        <Button
          size="xs"
          leftSection={<IconPlayerPlay size={14} />}
          loading={releasing.isPending}
          onClick={() => releasing.mutate()}
        >
          Release
        </Button>
      )}
      {run.status === 'waiting' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerSkipForward size={14} />}
          loading={skipping.isPending}
          onClick={() => skipping.mutate()}
        >
          Skip the wait
        </Button>
      )}
      {run.status === 'failed' && !run.isTest && (
        <Button size="xs" leftSection={<IconRefresh size={14} />} onClick={dialog.open}>
          Retry
        </Button>
      )}
      {retrying && <RetryRunDialog run={run} liveVersion={liveVersion} onClose={dialog.close} />}
    </>
  )
}
