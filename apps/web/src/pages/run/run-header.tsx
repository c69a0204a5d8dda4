import type { Run } from '@hubflow/api/client'
import { isFinished } from '@hubflow/core'
import { Badge, Button, Group, Text, Title } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowLeft, IconBan, IconFlask, IconPencil } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { useWorkflow } from '../../api/hooks.ts'
import { ButtonLink, TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { SubjectLink } from '../../components/subject-link.tsx'
import { duration } from '../../format/time.ts'
import { plural } from '../../format/words.ts'
import { CancelRunDialog } from './cancel-run-dialog.tsx'
import { RunActions } from './run-actions.tsx'
import classes from './run-header.module.css'

/** What ran, how it stands, and what can be done about it. */
export function RunHeader({ run }: { run: Run }) {
  const [cancelling, dialog] = useDisclosure(false)
  // A deleted workflow's runs can still be looked at: then there is nothing to open.
  const { data: workflow } = useWorkflow(run.workflowId)
  const newer = workflow?.liveVersion && run.version !== null && workflow.liveVersion > run.version

  return (
    <header className={classes.header}>
      <TextLink to="/runs" size="xs" c="dimmed" className={classes.back}>
        <IconArrowLeft size={13} aria-hidden /> Runs
      </TextLink>
      <Group justify="space-between" gap="sm">
        <Group gap="sm" wrap="nowrap" flex="1 1 280px">
          <Title order={1}>{run.workflowName}</Title>
          <StatusBadge of="run" status={run.status} size="lg" data-testid="run-status" />
          {run.isTest && <Badge color="gray">Test</Badge>}
        </Group>
        <Group gap={6}>
          {workflow && (
            <ButtonLink
              to="/workflows/$workflowId"
              params={{ workflowId: run.workflowId }}
              variant="default"
              size="xs"
              leftSection={<IconPencil size={14} />}
            >
              Open the workflow
            </ButtonLink>
          )}
          {workflow && run.context.trigger !== undefined && (
            <ButtonLink
              to="/workflows/$workflowId"
              params={{ workflowId: run.workflowId }}
              search={{ example: run.id }}
              variant="default"
              size="xs"
              leftSection={<IconFlask size={14} />}
              title="Opens the workflow; its tests and samples then take the data of this run"
            >
              Use as example
            </ButtonLink>
          )}
          <RunActions run={run} liveVersion={workflow?.liveVersion ?? null} />
          {!isFinished(run.status) && (
            <Button size="xs" variant="default" leftSection={<IconBan size={14} />} onClick={dialog.open}>
              Cancel the run
            </Button>
          )}
        </Group>
      </Group>
      <Group gap={6} className={classes.facts} c="dimmed">
        {run.version !== null && (
          <Fact>
            Version {run.version}
            {newer ? ` (${workflow.liveVersion} is live now)` : ''}
          </Fact>
        )}
        {run.subject && (
          <Fact>
            About <SubjectLink subject={run.subject} />
          </Fact>
        )}
        <Fact>
          {run.startedAt ? 'Started ' : 'Asked for '}
          <RelativeTime time={run.startedAt ?? run.createdAt} />
        </Fact>
        {run.durationMs !== null && <Fact>Took {duration(run.durationMs)}</Fact>}
        {run.status === 'waiting' && run.resumeAt && (
          <Fact>
            Goes on <RelativeTime time={run.resumeAt} />
          </Fact>
        )}
        {!run.isTest && (
          <Fact>
            <TextLink
              to="/why"
              search={{
                workflowId: run.workflowId,
                ...(run.subject ? { subject: `${run.subject.table}:${run.subject.id}` } : {}),
              }}
              size="sm"
            >
              Why did it run?
            </TextLink>
          </Fact>
        )}
        {run.emailsSent > 0 && <Fact>{plural(run.emailsSent, 'mail', 'mails')} sent</Fact>}
      </Group>
      {run.heldReason && (
        <Text size="sm" mt={4}>
          {run.heldReason}
        </Text>
      )}
      {cancelling && <CancelRunDialog run={run} onClose={dialog.close} />}
    </header>
  )
}

function Fact({ children }: { children: ReactNode }) {
  return (
    <Text span size="sm" className={classes.fact}>
      {children}
    </Text>
  )
}
