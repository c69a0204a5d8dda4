import type { VariableGroup, VariableItem } from '@hubflow/core'
import { Text } from '@mantine/core'
import { useEffect, useRef } from 'react'
import classes from './inspector.module.css'

interface DataListProps {
  id: string
  groups: readonly VariableGroup[]
  active: number
  onActive(index: number): void
  onPick(item: VariableItem): void
}

/** What can be inserted, by where it comes from, each with a sample. */
export function DataList({ id, groups, active, onActive, onPick }: DataListProps) {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    list.current?.querySelector(`[data-index="${active}"]`)?.scrollIntoView({ block: 'nearest' })
  }, [active])

  let index = -1
  return (
    <div className={classes.dataList}>
      <div id={id} role="listbox" aria-label="Data" ref={list}>
        {groups.map((group) => (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset may not stand in a listbox
          <div key={group.label} role="group" aria-label={group.label}>
            <div className={classes.dataGroup} aria-hidden>
              {group.label}
            </div>
            {group.items.map((item) => {
              const at = ++index
              return (
                <button
                  key={item.path}
                  type="button"
                  role="option"
                  tabIndex={-1}
                  id={`${id}-${at}`}
                  aria-selected={at === active}
                  data-index={at}
                  data-path={item.path}
                  className={classes.dataItem}
                  onPointerMove={() => at !== active && onActive(at)}
                  // The field keeps the focus, and with it the place where the data goes.
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => onPick(item)}
                >
                  <span className={classes.dataLabel}>{item.label}</span>
                  {item.sample !== undefined && <span className={classes.dataSample}>{item.sample}</span>}
                </button>
              )
            })}
          </div>
        ))}
      </div>
      {groups.length === 0 && (
        <Text size="sm" c="dimmed" p="sm">
          Nothing here is called that.
        </Text>
      )}
    </div>
  )
}
