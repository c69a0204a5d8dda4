import type { CatalogEntry } from '@hubflow/core'
import { Text, UnstyledButton } from '@mantine/core'
import { NodeIcon } from '../../components/node-icon.tsx'
import classes from './guide.module.css'

/** A node type to choose: what it is called, and what it does. */
export function EntryChoice({ entry, onChoose }: { entry: CatalogEntry; onChoose(): void }) {
  return (
    <UnstyledButton className={classes.choice} onClick={onChoose}>
      <NodeIcon name={entry.icon} size={21} className={classes.icon ?? ''} />
      <span>
        <Text fw={600} size="sm" component="span" display="block">
          {entry.title}
        </Text>
        <Text c="dimmed" size="xs" component="span" display="block">
          {entry.summary}
        </Text>
      </span>
    </UnstyledButton>
  )
}
