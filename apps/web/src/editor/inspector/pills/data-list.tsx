import type { VariableItem } from '@hubflow/core'
import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import type { DataSection } from './data-sections.ts'
import classes from './pills.module.css'

interface DataListProps {
  id: string
  sections: readonly DataSection[]
  active: number
  onActive(index: number): void
  onPick(item: VariableItem): void
}

/** What can be inserted, by where it comes from, each with a sample. */
export function DataList({ id, sections, active, onActive, onPick }: DataListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  let index = -1
  return (
    <div className={classes.list}>
      <div id={id} role="listbox" aria-label="Data" ref={list}>
        {sections.map(({ label, items }) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={label} role="group" aria-label={label}>
            <div className={classes.section} aria-hidden>
              {label}
            </div>
            {items.map((item) => {
              const at = ++index
              return (
                <button
                  key={item.path}
                  type="button"
                  role="option"
                  tabIndex={-1}
                  id={`${id}-${at}`}
                  aria-label={`${item.label}${item.sample === undefined ? '' : `, for example ${item.sample}`}`}
                  aria-selected={at === active}
                  data-index={at}
                  data-path={item.path}
                  className={classes.item}
                  onPointerMove={() => at !== active && onActive(at)}
                  // The field keeps the focus, and with it the place where the data goes.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => onPick(item)}
                >
                  <span>{item.short}</span>
                  {item.sample !== undefined && <span className={classes.sample}>{item.sample}</span>}
                </button>
              )
            })}
          </div>
        ))}
      </div>
      {sections.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          No data is called that. Try another word, or delete it to see all that there is.
        </Text>
      )}
    </div>
  )
}
