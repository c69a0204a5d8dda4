import type { CatalogEntry } from '@hubflow/core'
import { isTriggerType } from '@hubflow/core'
import { Box, Button, ScrollArea, Text, TextInput } from '@mantine/core'
import { IconGripVertical, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { findEntries } from '../canvas/entry-search.ts'
import { NodeIcon } from '../components/node-icon.tsx'
import { addStep } from './commands.ts'
import { useDefinition, useEditor } from './editor-context.ts'
import { HintCard } from './hint-card.tsx'
import classes from './palette.module.css'

/** Everything that can be put on the canvas: dragged there, or added behind the last step with a click. */
export function Palette() {
  const { catalog } = useEditor()
  const [query, setQuery] = useState('')
  const found = findEntries(catalog, query)
  const groups = [...new Set(found.map(({ group }) => group))]
  return (
    <aside className={classes.palette} aria-label="Steps">
      <div className={classes.search}>
        <TextInput
          aria-label="Search the palette"
          placeholder="Search"
          leftSection={<IconSearch size={15} />}
          value={query}
          onChange={(event) => setQuery(event.currentTarget.value)}
        />
      </div>
      <ScrollArea className={classes.list} type="auto" scrollbarSize={8}>
        {groups.map((group) => (
          <section key={group} aria-label={group}>
            <h2 className={classes.group}>{group}</h2>
            {found
              .filter((entry) => entry.group === group)
              .map((entry) => (
                <PaletteItem key={entry.type} entry={entry} />
              ))}
          </section>
        ))}
        {found.length === 0 && (
          <Box px={12}>
            <Text size="sm" c="dimmed" mb="xs">
              No step is called “{query}”.
            </Text>
            <Button size="compact-sm" variant="default" onClick={() => setQuery('')}>
              Show all steps
            </Button>
          </Box>
        )}
      </ScrollArea>
      <HintCard />
    </aside>
  )
}

function PaletteItem({ entry }: { entry: CatalogEntry }) {
  const editor = useEditor()
  const isUsed = useDefinition(
    (definition) => entry.kind === 'trigger' && definition.nodes.some((node) => node.type === entry.type),
  )
  const hasTrigger = useDefinition((definition) => definition.nodes.some((node) => isTriggerType(node.type)))
  const replaces = entry.kind === 'trigger' && hasTrigger && !isUsed
  return (
    <button
      type="button"
      draggable
      className={classes.item}
      data-testid={`palette-${entry.type}`}
      data-kind={entry.kind}
      title={`${entry.title}: ${entry.summary}${replaces ? ' Takes the place of the present start.' : ''}`}
      aria-description={replaces ? 'Takes the place of the present start.' : entry.summary}
      onDragStart={(event) => {
        event.dataTransfer.effectAllowed = 'copy'
        event.dataTransfer.setData('text/plain', entry.title)
        editor.view.setState({ dragging: entry.type, adding: null })
      }}
      onDragEnd={() => editor.view.setState({ dragging: null, dropPlace: null })}
      onClick={() => addStep(editor, entry, { kind: 'free' })}
    >
      <span className={classes.icon}>
        <NodeIcon name={entry.icon} size={17} />
      </span>
      <span className={classes.title}>{entry.title}</span>
      <IconGripVertical size={14} className={classes.grip ?? ''} aria-hidden />
    </button>
  )
}
