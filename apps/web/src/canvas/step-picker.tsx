import type { CatalogEntry } from '@hubflow/core'
import { Kbd, Text, TextInput, UnstyledButton } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useId, useRef, useState } from 'react'
import { NodeIcon } from '../components/node-icon.tsx'
import { findEntries } from './entry-search.ts'
import classes from './step-picker.module.css'

interface StepPickerProps {
  entries: readonly CatalogEntry[]
  onPick(entry: CatalogEntry): void
}

/** A searchable list of what can be added; arrow keys and Enter do what the pointer does. */
export function StepPicker({ entries, onPick }: StepPickerProps) {
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const listId = useId()
  const list = useRef<HTMLDivElement>(null)
  const found = findEntries(entries, query)

  function move(to: number): void {
    const index = (to + found.length) % found.length
    setActive(index)
    list.current?.querySelector(`[data-index="${index}"]`)?.scrollIntoView({ block: 'nearest' })
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (found.length === 0) return
    if (event.key === 'ArrowDown') move(active + 1)
    else if (event.key === 'ArrowUp') move(active - 1)
    else if (event.key === 'Enter' && found[active]) onPick(found[active])
    else return
    event.preventDefault()
  }

  return (
    <div className={classes.picker}>
      <TextInput
        data-autofocus
        autoFocus
        role="combobox"
        aria-label="Search steps"
        aria-expanded
        aria-controls={listId}
        aria-activedescendant={found[active] ? `${listId}-${found[active].type}` : undefined}
        placeholder="What should happen next?"
        leftSection={<IconSearch size={16} />}
        value={query}
        onChange={(event) => {
          setQuery(event.currentTarget.value)
          setActive(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div className={classes.list}>
        <div id={listId} role="listbox" aria-label="Steps" ref={list}>
          {found.map((entry, index) => (
            <div key={entry.type} role="presentation">
              {entry.group !== found[index - 1]?.group && (
                <Text className={classes.group} role="presentation">
                  {entry.group}
                </Text>
              )}
              <UnstyledButton
                id={`${listId}-${entry.type}`}
                role="option"
                tabIndex={-1}
                aria-selected={index === active}
                data-index={index}
                data-testid={`pick-${entry.type}`}
                className={classes.option}
                onClick={() => onPick(entry)}
                onPointerMove={() => setActive(index)}
              >
                <span className={classes.icon}>
                  <NodeIcon name={entry.icon} size={18} />
                </span>
                <span>
                  <span className={classes.title}>{entry.title}</span>
                  <span className={classes.summary}>{entry.summary}</span>
                </span>
              </UnstyledButton>
            </div>
          ))}
        </div>
        {found.length === 0 && (
          <Text c="dimmed" size="sm" p="sm">
            No step is called “{query}”. Try another word.
          </Text>
        )}
      </div>
      <Text size="xs" c="dimmed" mt={8}>
        <Kbd size="xs">↑</Kbd> <Kbd size="xs">↓</Kbd> choose · <Kbd size="xs">Enter</Kbd> add · <Kbd size="xs">Esc</Kbd>{' '}
        close
      </Text>
    </div>
  )
}
