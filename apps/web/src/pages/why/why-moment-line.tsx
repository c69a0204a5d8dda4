import type { WhyMoment } from '@hubflow/api/client'
import { Group, Text } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { SubjectLink } from '../../components/subject-link.tsx'

interface WhyMomentLineProps {
  moment: WhyMoment
  /** Then the page says already which. */
  isOneWorkflow: boolean
  isOneRecord: boolean
}

/** One thing that happened: when, for which workflow, in a sentence, and the run that it is about. */
export function WhyMomentLine({ moment, isOneWorkflow, isOneRecord }: WhyMomentLineProps) {
  const { workflow, subject, run } = moment
  return (
    <Group component="li" gap="md" wrap="nowrap" align="flex-start" py={6}>
      <Text size="sm" c="dimmed" w={126} style={{ flex: 'none' }}>
        <RelativeTime time={moment.at} />
      </Text>
      <div style={{ flex: 1, minWidth: 0 }}>
        <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
          {!isOneWorkflow && workflow && (
            <>
              <TextLink to="/workflows/$workflowId" params={{ workflowId: workflow.id }} inherit underline="always">
                {workflow.name}
              </TextLink>
              {': '}
            </>
          )}
          {moment.sentence}
        </Text>
        {!isOneRecord && subject && (
          <Text size="xs" c="dimmed">
            About <SubjectLink subject={subject} />
          </Text>
        )}
      </div>
      {run && (
        <Group gap="xs" wrap="nowrap" style={{ flex: 'none' }}>
          <StatusBadge of="run" status={run.status} size="sm" />
          <TextLink to="/runs/$runId" params={{ runId: run.id }} size="sm">
            Show the run
          </TextLink>
        </Group>
      )}
    </Group>
  )
}
