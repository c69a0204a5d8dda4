import type { TimelineItem } from '@hubflow/api/client'
import type { HubTable } from '@hubflow/core'
import { Group, Paper, Text } from '@mantine/core'
import { IconBell, IconBolt, IconHistory, IconMail, IconPencil, IconPlayerPlay } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import { timelineQuery } from '../../api/hub-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { TextLink } from '../../components/links.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { changeInWords, itemInWords } from './timeline-words.ts'

/** What happened to a record and because of it, newest first, kept true while it is shown. */
export function RecordTimeline({ table, recordId }: { table: HubTable; recordId: string }) {
  const list = useInfiniteQuery(timelineQuery(table.name, recordId))
  const items = list.data?.pages.flatMap((page) => page.items) ?? []
  if (list.isError) return <ProblemAlert error={list.error} onRetry={() => list.refetch()} />
  if (list.isPending) return <TableSkeleton rows={5} />
  if (items.length === 0) {
    return (
      <EmptyState icon={<IconHistory size={24} />} title="Nothing on record yet" size="sm">
        Changes that workflows can start from, events, runs, mail and notifications about this{' '}
        {table.singular.toLowerCase()} are shown here.
      </EmptyState>
    )
  }
  return (
    <>
      <Paper component="ol" p="md" m={0} style={{ listStyle: 'none' }}>
        {items.map((item) => (
          <Line key={item.id} table={table} item={item} />
        ))}
      </Paper>
      <LoadMore list={list} />
    </>
  )
}

const ICONS = { change: IconPencil, event: IconBolt, run: IconPlayerPlay, email: IconMail, notification: IconBell }

function Line({ table, item }: { table: HubTable; item: TimelineItem }) {
  const Icon = ICONS[item.kind]
  const runId = item.kind === 'run' ? item.id : 'runId' in item ? item.runId : null
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start" py={6}>
      <Text size="sm" c="dimmed" w={126} style={{ flex: 'none' }}>
        <RelativeTime time={item.at} />
      </Text>
      <Icon size={17} style={{ flex: 'none', marginTop: 2 }} aria-hidden />
      <Text size="sm" style={{ flex: 1, minWidth: 0, overflowWrap: 'anywhere' }}>
        {item.kind === 'run' ? (
          <>
            The workflow{' '}
            <TextLink to="/workflows/$workflowId" params={{ workflowId: item.workflow.id }} inherit underline="always">
              {item.workflow.name}
            </TextLink>{' '}
            started{item.about && ` for ${item.about}`}
            {item.eventTitle && `: ${item.eventTitle}`}.
          </>
        ) : item.kind === 'change' ? (
          changeInWords(table, item)
        ) : (
          itemInWords(item)
        )}
      </Text>
      <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
        {item.kind === 'run' && <StatusBadge of="run" status={item.status} size="sm" />}
        {item.kind === 'email' && <StatusBadge of="email" status={item.status} size="sm" />}
        {runId !== null && (
          <TextLink to="/runs/$runId" params={{ runId }} size="sm">
            Show the run
          </TextLink>
        )}
      </Group>
    </Group>
  )
}
