import { Button, Group, Kbd, Modal, SimpleGrid, Text, Title } from '@mantine/core'
import { useEditor, useView } from './editor-context.ts'
import { OTHER_SHORTCUTS, SHORTCUTS } from './shortcuts.ts'
import classes from './shortcuts-dialog.module.css'

const GROUPS = [
  { title: 'Everywhere', rows: SHORTCUTS.map(({ keys, words }) => ({ keys: keys[0], words })) },
  ...OTHER_SHORTCUTS,
]

/** Every key of the editor and what it does. */
export function ShortcutsDialog() {
  const { view } = useEditor()
  const helpOpen = useView((state) => state.helpOpen)
  return (
    <Modal opened={helpOpen} onClose={() => view.setState({ helpOpen: false })} title="Keyboard shortcuts" size="lg">
      <Group justify="space-between" align="flex-start" wrap="nowrap" mb="md">
        <Text size="sm" c="dimmed">
          On a Mac, ⌘ takes the place of Ctrl. While you type in a field, its own keys count.
        </Text>
        <Button
          variant="default"
          size="xs"
          style={{ flex: 'none' }}
          onClick={() => view.setState({ seenHints: new Set(), helpOpen: false })}
        >
          Show hints again
        </Button>
      </Group>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="xl">
        {GROUPS.map(({ title, rows }) => (
          <section key={title} aria-label={title}>
            <Title order={3} size="h5" mb={6}>
              {title}
            </Title>
            <dl className={classes.rows}>
              {rows.map(({ keys, words }) => (
                <div key={keys} className={classes.row}>
                  <dt>{words}</dt>
                  <dd>
                    <Kbd>{keys}</Kbd>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </SimpleGrid>
    </Modal>
  )
}
