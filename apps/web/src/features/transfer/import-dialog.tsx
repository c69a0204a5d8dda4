import type { ImportReport } from '@hubflow/api/client'
import type { Json } from '@hubflow/core'
import { Alert, Button, FileInput, Group, List, Modal, Stack, Text, Textarea } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconFileImport } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { plural } from '../../format/words.ts'
import { readJsonText } from './json-text.ts'

/** Takes in a workflow from a file or a pasted text: first it tells what will become of it, then it makes a draft. */
export function ImportDialog({ onClose }: { onClose(): void }) {
  const [text, setText] = useState('')
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const read = readJsonText(text)

  const check = useMutation({ mutationFn: (content: Json) => send(content, true) })
  const take = useMutation({
    mutationFn: (content: Json) => send(content, false),
    async onSuccess({ workflowId }) {
      await queryClient.invalidateQueries({ queryKey: keys.workflows })
      if (workflowId) await navigate({ to: '/workflows/$workflowId', params: { workflowId } })
    },
  })

  function change(next: string): void {
    setText(next)
    check.reset()
    take.reset()
    const found = readJsonText(next)
    if (found.kind === 'json') check.mutate(found.json)
  }

  return (
    <Modal opened onClose={onClose} title="Import a workflow" size="lg">
      <Stack gap="sm">
        <FileInput
          label="File"
          description="One that was exported from a workflow’s menu, here or in another hub."
          placeholder="Choose a file"
          accept=".json,application/json"
          leftSection={<IconFileImport size={16} />}
          onChange={(file) => void file?.text().then(change)}
        />
        <Textarea
          label="Or paste it"
          autosize
          minRows={3}
          maxRows={8}
          value={text}
          onChange={(event) => change(event.currentTarget.value)}
          error={read.kind === 'broken' ? read.sentence : undefined}
          styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } }}
        />
        {(check.error ?? take.error) && <ProblemAlert error={check.error ?? take.error} />}
        {check.data && <Report report={check.data} />}
      </Stack>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          disabled={!check.data || read.kind !== 'json'}
          loading={take.isPending}
          onClick={() => read.kind === 'json' && take.mutate(read.json)}
        >
          Import as a draft
        </Button>
      </Group>
    </Modal>
  )
}

function send(content: Json, check: boolean): Promise<ImportReport> {
  return unwrap(client.api['workflow-imports'].$post({ json: { content, check } }))
}

/** What will be there after the import, and what has to be done by hand. */
function Report({ report: { name, steps, found, notTaken, problems } }: { report: ImportReport }) {
  const isWhole = notTaken.length === 0
  return (
    <Alert
      color={isWhole ? 'green' : 'yellow'}
      icon={isWhole ? <IconCircleCheck size={18} /> : <IconAlertTriangle size={18} />}
      title={`“${name}”, ${plural(steps, 'step')} with its trigger`}
      role="status"
    >
      {notTaken.length > 0 && (
        <>
          <Text size="sm">Not everything can be taken:</Text>
          <Sentences of={notTaken} />
        </>
      )}
      {found.length > 0 && <Sentences of={found} />}
      <Text size="sm" mt={6}>
        {problems.length === 0
          ? 'It can be published as it is. It stays a draft until you do.'
          : `It becomes a draft. ${plural(problems.length, 'thing is', 'things are')} left to do before it can be published.`}
      </Text>
    </Alert>
  )
}

function Sentences({ of }: { of: readonly string[] }) {
  return (
    <List size="sm" mt={4}>
      {of.map((sentence) => (
        <List.Item key={sentence}>{sentence}</List.Item>
      ))}
    </List>
  )
}
