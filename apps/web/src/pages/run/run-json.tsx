import type { Run } from '@hubflow/api/client'
import { Button, Code, CopyButton, Group, Modal } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBraces, IconCheck, IconCopy } from '@tabler/icons-react'

/** All that is known of the run, as the API gives it. */
export function RunJson({ run }: { run: Run }) {
  const [opened, dialog] = useDisclosure(false)
  return (
    <>
      <Button
        size="compact-xs"
        variant="subtle"
        color="gray"
        leftSection={<IconBraces size={13} />}
        onClick={dialog.open}
      >
        All as JSON
      </Button>
      <Modal opened={opened} onClose={dialog.close} title="The run as JSON" size="xl">
        {opened && <Whole text={JSON.stringify(run, null, 2)} />}
      </Modal>
    </>
  )
}

function Whole({ text }: { text: string }) {
  return (
    <>
      <Group justify="flex-end" mb="xs">
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Code block tabIndex={0} mah="60vh" style={{ overflow: 'auto' }}>
        {text}
      </Code>
    </>
  )
}
