import type { RunSummary } from '@hubflow/api/client'
import { Button, Group, Modal, Paper, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'
import { BULK_ACTION_NAMES, BULK_ACTIONS, type BulkAction, concerned } from './bulk-actions.ts'

/** What can be done to the chosen runs, each said before it is done. */
export function BulkBar({ runs, onClear }: { runs: RunSummary[]; onClear(): void }) {
  const [asked, setAsked] = useState<BulkAction | null>(null)
  if (runs.length === 0) return null
  const possible = BULK_ACTION_NAMES.filter((action) => concerned(action, runs).length > 0)
  return (
    <Paper px="sm" py={6} mb="sm" role="toolbar" aria-label="Chosen runs">
      <Group gap="xs">
        <Text size="sm" fw={600} mr="xs">
          {plural(runs.length, 'run')} chosen
        </Text>
        {possible.length === 0 && (
          <Text size="sm" c="dimmed">
            They have ended, and there is nothing to retry.
          </Text>
        )}
        {possible.map((action) => (
          <Button
            key={action}
            size="compact-sm"
            variant="default"
            {...(action === 'cancel' ? { c: 'var(--mantine-color-red-light-color)' } : {})}
            onClick={() => setAsked(action)}
          >
            {BULK_ACTIONS[action].verb} {concerned(action, runs).length}
          </Button>
        ))}
        <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClear}>
          Choose none
        </Button>
      </Group>
      {asked && <BulkDialog action={asked} runs={runs} onClose={() => setAsked(null)} onDone={onClear} />}
    </Paper>
  )
}

interface BulkDialogProps {
  action: BulkAction
  runs: RunSummary[]
  onClose(): void
  onDone(): void
}

function BulkDialog({ action, runs, onClose, onDone }: BulkDialogProps) {
  const words = BULK_ACTIONS[action]
  const meant = concerned(action, runs)
  const others = runs.length - meant.length
  const queryClient = useQueryClient()
  const changing = useMutation({
    mutationFn: () => unwrap(client.api.runs.bulk.$post({ json: { action, ids: meant.map(({ id }) => id) } })),
    async onSuccess({ changed, skipped }) {
      showDone(
        words.done(changed),
        skipped > 0 ? `${plural(skipped, 'run')} had changed meanwhile, and stayed as it was.` : null,
      )
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.runs }),
        ...meant.map(({ id }) => queryClient.invalidateQueries({ queryKey: keys.run(id) })),
      ])
      onDone()
    },
  })
  return (
    <Modal opened onClose={onClose} title={words.question}>
      {changing.isError && <ProblemAlert error={changing.error} />}
      <Text size="sm">{words.preview(meant.length)}</Text>
      {others > 0 && (
        <Text size="sm" c="dimmed" mt="xs">
          {plural(others, 'other chosen run stays', 'other chosen runs stay')} as {others === 1 ? 'it is' : 'they are'}.
        </Text>
      )}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Not now
        </Button>
        <Button
          {...(action === 'cancel' ? { color: 'red' } : {})}
          loading={changing.isPending}
          onClick={() => changing.mutate()}
        >
          {words.verb} {plural(meant.length, 'run')}
        </Button>
      </Group>
    </Modal>
  )
}
