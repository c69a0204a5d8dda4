import { ActionIcon, Alert, Code, CopyButton, Group, Stack, Text, TextInput, Tooltip } from '@mantine/core'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { workflowQuery } from '../../api/workflow-queries.ts'
import { useEditor } from '../editor-context.ts'
import classes from './inspector.module.css'
import { ListenForCall } from './listen-for-call.tsx'

/** The web address that starts the workflow, and how to call it. */
export function WebhookAddress() {
  const { workflowId } = useEditor()
  const { data: workflow } = useQuery(workflowQuery(workflowId))
  const url = workflow?.webhook?.url
  if (!url)
    return (
      <Alert color="gray" p="sm">
        The address appears here once the draft is saved.
      </Alert>
    )
  const call = `curl -X POST '${url}' \\\n  -H 'Content-Type: application/json' \\\n  -d '{"email": "maria@example.com"}'`
  return (
    <Stack gap="sm">
      <TextInput
        label="Web address of this workflow"
        description={
          workflow.liveVersion === null
            ? 'It answers once the workflow is published.'
            : 'Keep it to those who may call it.'
        }
        readOnly
        value={url}
        rightSection={<Copy value={url} what="address" />}
        onFocus={(event) => event.currentTarget.select()}
      />
      <ListenForCall />
      <div>
        <Group justify="space-between">
          <Text size="sm" fw={600}>
            Try it
          </Text>
          <Copy value={call} what="example" />
        </Group>
        <Code block className={classes.code}>
          {call}
        </Code>
        <Text size="xs" c="dimmed" mt={4}>
          Steps can use what is sent under <b>Body</b>.
        </Text>
      </div>
    </Stack>
  )
}

function Copy({ value, what }: { value: string; what: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Tooltip label={copied ? 'Copied' : 'Copy'}>
          <ActionIcon aria-label={copied ? `Copied the ${what}` : `Copy the ${what}`} onClick={copy}>
            {copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
          </ActionIcon>
        </Tooltip>
      )}
    </CopyButton>
  )
}
