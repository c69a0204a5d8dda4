import { sentenceOf } from '@hubflow/core'
import { Button, Group, List, Modal, Paper, SimpleGrid, Stack, Text } from '@mantine/core'
import type { Draft } from './draft-saver.ts'
import { useDefinition, useEditor } from './editor-context.ts'
import { inOrder } from './in-order.ts'

/** Two drafts of one workflow: a person decides which one stays. Undo brings back what was here when theirs is taken. */
export function ConflictDialog({ theirs }: { theirs: Draft }) {
  const { saver } = useEditor()
  const mine = useDefinition((definition) => definition)
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title="This workflow was changed elsewhere"
      size="lg"
    >
      <Stack gap="md">
        <Text size="sm">
          Someone, or another window of yours, saved it while you worked on it here. Nothing is lost yet: choose which
          one stays.
        </Text>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <Side title="Yours, here" definition={mine} />
          <Side title="Theirs, saved" definition={theirs.definition} />
        </SimpleGrid>
        <Group justify="flex-end">
          <Button variant="default" onClick={() => saver.resolve('theirs')}>
            Take theirs
          </Button>
          <Button data-autofocus onClick={() => saver.resolve('mine')}>
            Keep mine
          </Button>
        </Group>
        <Text size="xs" c="dimmed">
          If you take theirs, Undo brings yours back.
        </Text>
      </Stack>
    </Modal>
  )
}

function Side({ title, definition }: { title: string; definition: Draft['definition'] }) {
  const { entries, names } = useEditor()
  return (
    <Paper p="sm">
      <Text fw={600} size="sm" mb={4}>
        {title}
      </Text>
      <List size="sm" type="ordered">
        {inOrder(definition).map((node) => {
          const entry = entries.get(node.type)
          return <List.Item key={node.id}>{entry ? sentenceOf(node, entry, names) : node.name}</List.Item>
        })}
      </List>
      {definition.nodes.length === 0 && (
        <Text size="sm" c="dimmed">
          Empty
        </Text>
      )}
    </Paper>
  )
}
