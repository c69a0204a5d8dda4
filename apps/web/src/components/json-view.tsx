import type { Json } from '@hubflow/core'
import { Button, Code, Collapse, CopyButton, Group, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBraces, IconCheck, IconCopy } from '@tabler/icons-react'
import { type DataRow, rowsOf } from '../format/data-rows.ts'
import classes from './json-view.module.css'

/** Any data as labelled rows, for people; the raw JSON is a press away. */
export function JsonView({ data }: { data: Json }) {
  const [raw, { toggle }] = useDisclosure(false)
  const text = JSON.stringify(data, null, 2)
  return (
    <div>
      <Rows rows={rowsOf(data)} />
      <Group gap={4} mt={4}>
        <Button
          variant="subtle"
          color="gray"
          size="compact-xs"
          leftSection={<IconBraces size={13} />}
          aria-expanded={raw}
          onClick={toggle}
        >
          {raw ? 'Hide JSON' : 'Show JSON'}
        </Button>
        <CopyButton value={text}>
          {({ copied, copy }) => (
            <Button
              variant="subtle"
              color="gray"
              size="compact-xs"
              leftSection={copied ? <IconCheck size={13} /> : <IconCopy size={13} />}
              onClick={copy}
            >
              {copied ? 'Copied' : 'Copy'}
            </Button>
          )}
        </CopyButton>
      </Group>
      <Collapse expanded={raw} keepMounted={false}>
        <Code block mt={4} tabIndex={0} mah={320} style={{ overflow: 'auto' }}>
          {text}
        </Code>
      </Collapse>
    </div>
  )
}

function Rows({ rows }: { rows: DataRow[] }) {
  if (rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing
      </Text>
    )
  }
  return (
    <dl className={classes.rows}>
      {rows.map((row) => (
        <div key={row.key} className={row.children ? classes.nested : classes.row}>
          <dt>{row.label}</dt>
          <dd>{row.children ? <Rows rows={row.children} /> : <Value row={row} />}</dd>
        </div>
      ))}
    </dl>
  )
}

function Value({ row }: { row: DataRow }) {
  return (
    <span className={row.kind === 'id' ? classes.id : row.kind === 'empty' ? classes.empty : undefined}>
      {row.text}
    </span>
  )
}
