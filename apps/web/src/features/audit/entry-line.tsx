import type { AuditEntry } from '@hubflow/api/client'
import { Group, Text } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { ChangeLines } from './change-lines.tsx'
import { entryInWords } from './entry-words.ts'

/** One entry of the audit log: when, who did what, what that changed, and the way there. */
export function EntryLine({ entry }: { entry: AuditEntry }) {
  const { who, did, what, rest } = entryInWords(entry)
  const { workflow } = entry
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start" py={6}>
      <Text size="sm" c="dimmed" w={126} style={{ flex: 'none' }}>
        <RelativeTime time={entry.at} />
      </Text>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          <strong>{who}</strong> {did}{' '}
          {what !== null &&
            (workflow?.isThere ? (
              <TextLink to="/workflows/$workflowId" params={{ workflowId: workflow.id }} inherit underline="always">
                {what}
              </TextLink>
            ) : (
              <em>{what}</em>
            ))}
          {` ${rest}`}
        </Text>
        {entry.hasChange && <ChangeLines entryId={entry.id} />}
      </div>
      <EntryLink entry={entry} />
    </Group>
  )
}

/** To the run that it was done to, or to the version that it made. */
function EntryLink({ entry: { action, object, detail, workflow } }: { entry: AuditEntry }) {
  const look = { size: 'sm', style: { flex: 'none' } } as const
  const runId = object.type === 'run' ? object.id : detail.runId
  if (typeof runId === 'string') {
    return (
      <TextLink to="/runs/$runId" params={{ runId }} {...look}>
        Show the run
      </TextLink>
    )
  }
  if (action !== 'workflow.published' || !workflow?.isThere || typeof detail.version !== 'number') return null
  return (
    <TextLink
      to="/workflows/$workflowId/versions"
      params={{ workflowId: workflow.id }}
      search={{ newer: detail.version }}
      {...look}
    >
      Show the version
    </TextLink>
  )
}
