import { ActionIcon, Text, TextInput } from '@mantine/core'
import { IconChevronDown, IconChevronUp, IconSearch, IconX } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { useDefinition, useEditor, useView } from '../editor/editor-context.ts'
import classes from './canvas-search.module.css'
import { findNodes } from './node-search.ts'

/** The search of the canvas, while it is open. */
export function CanvasSearch() {
  return useView((state) => state.finding) ? <Search /> : null
}

function Search() {
  const { entries, names, view } = useEditor()
  const [query, setQuery] = useState('')
  const [at, setAt] = useState(-1)
  const definition = useDefinition((current) => current)
  const found = findNodes(definition, query, entries, names)
  const shown = found[at]

  function go(by: 1 | -1): void {
    const next = at < 0 && by < 0 ? found.length - 1 : (at + by + found.length) % found.length
    const node = found[next]
    if (!node) return
    setAt(next)
    view.setState({ selectedIds: [node.id], request: { nodeId: node.id, center: true } })
  }

  function close(): void {
    view.setState({ finding: false })
    document.querySelector<HTMLElement>(`.react-flow__node[data-id="${CSS.escape(shown?.id ?? '')}"]`)?.focus()
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (event.key !== 'Enter' && event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    if (event.key === 'Escape') close()
    else go(event.shiftKey ? -1 : 1)
  }

  return (
    <search className={classes.search} onKeyDown={onKeyDown}>
      <TextInput
        aria-label="Find a step"
        placeholder="Find a step"
        size="xs"
        data-autofocus
        autoFocus
        leftSection={<IconSearch size={15} aria-hidden />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setAt(-1)
        }}
      />
      <Text size="xs" c="dimmed" className={classes.count ?? ''} role="status">
        {query.trim() !== '' && countInWords(found.length, at, shown?.name)}
      </Text>
      <ActionIcon aria-label="The one before" disabled={found.length === 0} onClick={() => go(-1)}>
        <IconChevronUp size={16} />
      </ActionIcon>
      <ActionIcon aria-label="The next one" disabled={found.length === 0} onClick={() => go(1)}>
        <IconChevronDown size={16} />
      </ActionIcon>
      <ActionIcon aria-label="Close the search" onClick={close}>
        <IconX size={16} />
      </ActionIcon>
    </search>
  )
}

function countInWords(count: number, at: number, name: string | undefined): string {
  if (count === 0) return 'No step found'
  return at < 0 ? `${count} found` : `${at + 1} of ${count}: ${name}`
}
