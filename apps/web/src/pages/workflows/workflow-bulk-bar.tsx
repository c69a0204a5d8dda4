import type { BulkWorkflowsDone } from '@hubflow/api/client'
import { Alert, Button, Group, List, Modal, Paper, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { plural } from '../../format/words.ts'
import { BULK_WORDS, type BulkAction, resultInWords } from './bulk-words.ts'
import { toBulkFilter, type WorkflowSearch } from './workflow-search.ts'

/** Refusals that are told one by one. */
const MOST_TOLD = 8

interface WorkflowBulkBarProps {
  search: WorkflowSearch
  /** Ids of the rows that are chosen, and how many rows there are to choose from. */
  chosen: ReadonlySet<string>
  shown: number
  /** How many fit the filters, shown or not. */
  listed: number
  onClear(): void
}

/** What can be done to the chosen workflows, each said before it is done, and told afterwards. */
export function WorkflowBulkBar({ search, chosen, shown, listed, onClear }: WorkflowBulkBarProps) {
  const [asked, setAsked] = useState<BulkAction | null>(null)
  const [isAll, setAll] = useState(false)
  const [result, setResult] = useState<{ action: BulkAction; done: BulkWorkflowsDone } | null>(null)
  const actions: BulkAction[] = search.bin ? ['restore'] : ['pause', 'resume', 'archive', 'delete']
  const wholeList = isAll && chosen.size === shown && listed > shown
  const many = plural(wholeList ? listed : chosen.size, 'workflow')

  function finish(action: BulkAction, done: BulkWorkflowsDone): void {
    setAsked(null)
    setAll(false)
    setResult({ action, done })
    onClear()
  }

  return (
    <>
      {result && <BulkResult {...result} onClose={() => setResult(null)} />}
      {chosen.size > 0 && (
        <Paper px="sm" py={6} mb="sm" role="toolbar" aria-label="Chosen workflows">
          <Group gap="xs">
            <Text size="sm" fw={600} mr="xs">
              {many} chosen
            </Text>
            {actions.map((action) => (
              <Button
                key={action}
                size="compact-sm"
                variant="default"
                {...(action === 'delete' ? { c: 'var(--mantine-color-red-light-color)' } : {})}
                onClick={() => setAsked(action)}
              >
                {BULK_WORDS[action].verb}
              </Button>
            ))}
            {chosen.size === shown && listed > shown && !isAll && (
              <Button size="compact-sm" variant="subtle" onClick={() => setAll(true)}>
                Choose all {listed.toLocaleString()}
              </Button>
            )}
            <Button size="compact-sm" variant="subtle" color="gray" ml="auto" onClick={onClear}>
              Choose none
            </Button>
          </Group>
        </Paper>
      )}
      {asked && (
        <BulkDialog
          action={asked}
          many={many}
          which={wholeList ? { filter: toBulkFilter(search) } : { ids: [...chosen] }}
          onClose={() => setAsked(null)}
          onDone={(done) => finish(asked, done)}
        />
      )}
    </>
  )
}

interface BulkDialogProps {
  action: BulkAction
  many: string
  which: { ids: string[] } | { filter: ReturnType<typeof toBulkFilter> }
  onClose(): void
  onDone(done: BulkWorkflowsDone): void
}

function BulkDialog({ action, many, which, onClose, onDone }: BulkDialogProps) {
  const words = BULK_WORDS[action]
  const queryClient = useQueryClient()
  const changing = useMutation({
    mutationFn: () => unwrap(client.api.workflows.bulk.$post({ json: { action, ...which } })),
    async onSuccess(done) {
      await Promise.all([
        queryClient.invalidateQueries({ queryKey: keys.workflows }),
        queryClient.invalidateQueries({ queryKey: ['workflow'] }),
      ])
      onDone(done)
    },
  })
  return (
    <Modal opened onClose={onClose} title={words.question(many)}>
      {changing.isError && <ProblemAlert error={changing.error} />}
      <Text size="sm">{words.preview}</Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Not now
        </Button>
        <Button
          {...(action === 'delete' ? { color: 'red' } : {})}
          loading={changing.isPending}
          onClick={() => changing.mutate()}
        >
          {words.verb}
        </Button>
      </Group>
    </Modal>
  )
}

function BulkResult({ action, done, onClose }: { action: BulkAction; done: BulkWorkflowsDone; onClose(): void }) {
  const { refused, more } = done
  const isWhole = refused.length === 0 && !more
  return (
    <Alert
      mb="sm"
      role="status"
      color={isWhole ? 'green' : 'yellow'}
      icon={isWhole ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
      title={`${resultInWords(action, done)}.`}
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      {more && <Text size="sm">There are more than are changed at once. Choose all again for the rest.</Text>}
      {refused.length > 0 && (
        <List size="sm">
          {refused.slice(0, MOST_TOLD).map(({ id, name, reason }) => (
            <List.Item key={id}>
              “{name}”: {reason}
            </List.Item>
          ))}
          {refused.length > MOST_TOLD && <List.Item>and {plural(refused.length - MOST_TOLD, 'other')}</List.Item>}
        </List>
      )}
    </Alert>
  )
}
