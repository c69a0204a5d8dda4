import type { FailureCause, RetryPreview } from '@hubflow/api/client'
import { Button, Group, List, Modal, Radio, Skeleton, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'
import { causeKey } from './cause-key.ts'

type Version = 'same' | 'live'

/** Says what is done again and what is not, before any run goes on. */
export function RetryAllDialog({ cause, onClose }: { cause: FailureCause; onClose(): void }) {
  const preview = useQuery({
    queryKey: [...keys.runs, 'retry-preview', causeKey(cause)],
    queryFn: () => unwrap(client.api.failures.preview.$post({ json: causeKey(cause) })),
    staleTime: 0,
  })
  return (
    <Modal opened onClose={onClose} title={cause.count === 1 ? 'Retry this run?' : 'Retry these runs?'}>
      {preview.isError && <ProblemAlert error={preview.error} onRetry={() => preview.refetch()} />}
      {preview.isPending && <Skeleton h={120} />}
      {preview.data && <Preview cause={cause} preview={preview.data} onClose={onClose} />}
    </Modal>
  )
}

interface PreviewProps {
  cause: FailureCause
  preview: RetryPreview
  onClose(): void
}

function Preview({ cause, preview, onClose }: PreviewProps) {
  const { runs, versions, liveVersion, liveHasStep } = preview
  const isNewer = liveVersion !== null && !versions.includes(liveVersion)
  // Whoever published since has most likely mended it there.
  const [version, setVersion] = useState<Version>(isNewer && liveHasStep ? 'live' : 'same')
  const queryClient = useQueryClient()
  const retrying = useMutation({
    mutationFn: () => retryAll(cause, version),
    onSuccess({ changed, skipped }) {
      onClose()
      showDone(
        `${plural(changed, 'run goes', 'runs go')} on`,
        skipped > 0 ? `${plural(skipped, 'run')} had changed meanwhile, and stayed as it was.` : null,
      )
    },
    onSettled: () => queryClient.invalidateQueries({ queryKey: keys.runs }),
  })
  return (
    <Stack gap="md">
      {retrying.isError && <ProblemAlert error={retrying.error} />}
      <Text size="sm">
        {plural(runs, 'run goes', 'runs go')} on from the step “{preview.stepName ?? cause.stepName}”.
      </Text>
      {isNewer && (
        <Radio.Group
          label="Version"
          value={version}
          onChange={(next) => setVersion(next === 'live' ? 'live' : 'same')}
          {...(liveHasStep ? {} : { description: 'The step is not in the live version any more.' })}
        >
          <Stack gap={6} mt={6}>
            <Radio
              value="live"
              label={`Version ${liveVersion}, which is live now: a new run for each`}
              disabled={!liveHasStep}
            />
            <Radio value="same" label={`Version ${versions.join(', ')}, as they ran`} />
          </Stack>
        </Radio.Group>
      )}
      {!isNewer && <Text size="sm">On version {versions.join(', ')}, as they ran.</Text>}
      <div>
        <Text size="sm" fw={600}>
          Not sent or changed again
        </Text>
        <Text size="sm">{keptInWords(preview.kept)}</Text>
      </div>
      <div>
        <Text size="sm" fw={600}>
          Done again, or for the first time
        </Text>
        <List size="sm">
          <List.Item>
            {preview.requestsAgain > 0
              ? `The request of the failed step, in ${plural(preview.requestsAgain, 'run')}. The same request has the same key, by which a system that knows it does it only once.`
              : 'The failed step.'}
          </List.Item>
          <List.Item>The steps after it, for the first time: their mail and requests go out.</List.Item>
        </List>
      </div>
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose} data-autofocus>
          Not now
        </Button>
        <Button loading={retrying.isPending} disabled={runs === 0} onClick={() => retrying.mutate()}>
          Retry {plural(runs, 'run')}
        </Button>
      </Group>
    </Stack>
  )
}

/** One request after the other until none of them is left. */
async function retryAll(cause: FailureCause, version: Version) {
  const done = { changed: 0, skipped: 0 }
  for (let more = true; more; ) {
    const part = await unwrap(client.api.failures.retry.$post({ json: { ...causeKey(cause), version } }))
    done.changed += part.changed
    done.skipped += part.skipped
    more = part.more && part.changed > 0
  }
  return done
}

function keptInWords({ emails, notifications, requests, fields }: RetryPreview['kept']): string {
  const parts = [
    emails > 0 && plural(emails, 'mail'),
    notifications > 0 && plural(notifications, 'notification'),
    requests > 0 && plural(requests, 'request'),
    fields > 0 && plural(fields, 'changed field'),
  ].filter((part) => part !== false)
  if (parts.length === 0) return 'The completed steps of these runs have sent and changed nothing.'
  return `${parts.join(', ')} of completed steps: these steps are not done again.`
}
