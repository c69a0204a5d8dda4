import { Paper, Title } from '@mantine/core'
import { useInfiniteQuery } from '@tanstack/react-query'
import { auditQuery } from '../../api/hub-queries.ts'
import { LoadMore } from '../../components/load-more.tsx'
import { EntryLine } from '../../features/audit/entry-line.tsx'

/** Everything that was done to a workflow and its runs, newest first. */
export function History({ workflowId }: { workflowId: string }) {
  const list = useInfiniteQuery(auditQuery({ workflowId }))
  const entries = list.data?.pages.flatMap((page) => page.items) ?? []
  if (entries.length === 0) return null
  return (
    <section aria-labelledby="history">
      <Title order={2} id="history" mt="lg" mb="xs">
        History
      </Title>
      <Paper component="ol" p="md" m={0} style={{ listStyle: 'none' }}>
        {entries.map((entry) => (
          <EntryLine key={entry.id} entry={entry} />
        ))}
      </Paper>
      <LoadMore list={list} />
    </section>
  )
}
