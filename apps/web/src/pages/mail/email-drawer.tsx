import type { QueuedEmail } from '@hubflow/api/client'
import { Alert, DataList, Drawer, Text } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import classes from './email-drawer.module.css'

interface EmailDrawerProps {
  /** Undefined when the list has not come to it. */
  email: QueuedEmail | undefined
  onClose(): void
}

/** One mail as its reader sees it. */
export function EmailDrawer({ email, onClose }: EmailDrawerProps) {
  return (
    <Drawer opened onClose={onClose} size="lg" title={email?.subject ?? 'Mail'}>
      {email ? (
        <Email email={email} />
      ) : (
        <Text size="sm">This mail is not among those listed. Clear the filters or load more, then open it.</Text>
      )}
    </Drawer>
  )
}

function Email({ email }: { email: QueuedEmail }) {
  const to = email.toName ? `${email.toName} <${email.to}>` : email.to
  return (
    <>
      <DataList size="sm" gap={6} labelWidth="80px" mb="md">
        <DataList.Item>
          <DataList.ItemLabel>Status</DataList.ItemLabel>
          <DataList.ItemValue>
            <StatusBadge of="email" status={email.status} />
          </DataList.ItemValue>
        </DataList.Item>
        <DataList.Item>
          <DataList.ItemLabel>To</DataList.ItemLabel>
          <DataList.ItemValue>{to}</DataList.ItemValue>
        </DataList.Item>
        <DataList.Item>
          <DataList.ItemLabel>{email.sentAt ? 'Sent' : 'Written'}</DataList.ItemLabel>
          <DataList.ItemValue>
            <RelativeTime time={email.sentAt ?? email.createdAt} />
          </DataList.ItemValue>
        </DataList.Item>
        {email.runId && (
          <DataList.Item>
            <DataList.ItemLabel>From</DataList.ItemLabel>
            <DataList.ItemValue>
              <TextLink to="/runs/$runId" params={{ runId: email.runId }} size="sm">
                {email.workflowName ?? 'a workflow'}
              </TextLink>
            </DataList.ItemValue>
          </DataList.Item>
        )}
      </DataList>
      {email.errorMessage && (
        <Alert color="red" icon={<IconAlertTriangle size={18} />} mb="md" title="It could not be delivered">
          {email.errorMessage}
        </Alert>
      )}
      {/* Without any permission: what a mail carries cannot run, open or send anything here. */}
      <iframe className={classes.body} title={`Text of “${email.subject}”`} sandbox="" srcDoc={email.bodyHtml} />
    </>
  )
}
