import type { QueuedEmailDetail } from '@hubflow/api/client'
import { Alert, Badge, Button, DataList, Drawer, Group, Table, Tabs } from '@mantine/core'
import { IconAlertTriangle, IconBan, IconRefresh } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { emailQuery } from '../../api/mail-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import classes from './email-drawer.module.css'
import { actionOf, useChangeEmails } from './use-change-emails.ts'

/** One mail as its reader sees it, and what became of it. */
export function EmailDrawer({ id, onClose }: { id: string; onClose(): void }) {
  const { data: email, error, isPending, refetch } = useQuery(emailQuery(id))
  return (
    <Drawer opened onClose={onClose} size="lg" title={email?.subject ?? 'Mail'}>
      {error && <ProblemAlert error={error} onRetry={() => void refetch()} />}
      {isPending && <TableSkeleton rows={4} />}
      {email && <Email email={email} />}
    </Drawer>
  )
}

function Email({ email }: { email: QueuedEmailDetail }) {
  const { mutate, isPending } = useChangeEmails()
  const action = actionOf(email)
  return (
    <>
      <Group justify="space-between" align="flex-start" mb="md" wrap="nowrap">
        <Facts email={email} />
        {action && (
          <Button
            flex="none"
            size="xs"
            variant="default"
            leftSection={action === 'retry' ? <IconRefresh size={15} /> : <IconBan size={15} />}
            loading={isPending}
            onClick={() => mutate({ action, ids: [email.id] })}
          >
            {action === 'retry' ? 'Retry' : 'Cancel'}
          </Button>
        )}
      </Group>
      {email.errorMessage && <Reason email={email} reason={email.errorMessage} />}
      <Tabs defaultValue="html">
        <Tabs.List mb="sm">
          <Tabs.Tab value="html">As it looks</Tabs.Tab>
          <Tabs.Tab value="text">Plain text</Tabs.Tab>
          <Tabs.Tab value="headers">Headers</Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="html">
          {/* Without any permission: what a mail carries cannot run, open or send anything here. */}
          <iframe className={classes.body} title={`Text of “${email.subject}”`} sandbox="" srcDoc={email.bodyHtml} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <pre className={classes.text}>{email.text}</pre>
        </Tabs.Panel>
        <Tabs.Panel value="headers">
          <Table>
            <Table.Tbody>
              {email.headers.map(({ name, value }) => (
                <Table.Tr key={name}>
                  <Table.Th scope="row">{name}</Table.Th>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>{value}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Tabs.Panel>
      </Tabs>
    </>
  )
}

function Facts({ email }: { email: QueuedEmailDetail }) {
  return (
    <DataList size="sm" gap={6} labelWidth="80px">
      <Fact label="Status">
        <StatusBadge of="email" status={email.status} />
        {email.isTest && (
          <Badge variant="default" ml={6}>
            Test
          </Badge>
        )}
      </Fact>
      <Fact label="To">{email.toName ? `${email.toName} <${email.to}>` : email.to}</Fact>
      <Fact label={email.sentAt ? 'Sent' : 'Written'}>
        <RelativeTime time={email.sentAt ?? email.createdAt} />
      </Fact>
      {email.runId && (
        <Fact label="From">
          <TextLink to="/runs/$runId" params={{ runId: email.runId }} size="sm">
            {email.workflowName ?? 'a workflow'}
          </TextLink>
        </Fact>
      )}
      {email.template && (
        <Fact label="Template">
          <TextLink to="/mail/templates/$templateId" params={{ templateId: email.template.id }} size="sm">
            {email.template.name}
          </TextLink>
        </Fact>
      )}
    </DataList>
  )
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <DataList.Item>
      <DataList.ItemLabel>{label}</DataList.ItemLabel>
      <DataList.ItemValue>{children}</DataList.ItemValue>
    </DataList.Item>
  )
}

function Reason({ email, reason }: { email: QueuedEmailDetail; reason: string }) {
  if (email.status === 'cancelled')
    return (
      <Alert color="gray" icon={<IconBan size={18} />} mb="md" title="It does not go out">
        {reason}
      </Alert>
    )
  if (email.status !== 'failed')
    return (
      <Alert color="yellow" icon={<IconAlertTriangle size={18} />} mb="md" title="It was not taken yet">
        {reason} The next attempt comes <RelativeTime time={email.sendAfter} />.
      </Alert>
    )
  return (
    <Alert color="red" icon={<IconAlertTriangle size={18} />} mb="md" title="It could not be delivered">
      {reason === 'unsubscribed' ? 'Who reads this address has unsubscribed, or is not to be contacted.' : reason}
    </Alert>
  )
}
