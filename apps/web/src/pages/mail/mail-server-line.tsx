import type { MailServer } from '@hubflow/api/client'
import { Alert, Button, Group, Text } from '@mantine/core'
import { IconAlertTriangle, IconCheck, IconPlugConnected } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { client, unwrap } from '../../api/client.ts'
import { mailServerQuery } from '../../api/mail-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'

/** For admins: where mail goes, and whether it gets there. */
export function MailServerLine() {
  const { data: server } = useQuery(mailServerQuery)
  const check = useMutation({ mutationFn: () => unwrap(client.api['mail-server'].check.$post()) })
  if (!server) return null
  return (
    <section aria-label="Mail server">
      <Group gap="sm" mb="sm">
        <Text size="sm" c="dimmed">
          <Way server={server} />
        </Text>
        <Button
          size="compact-sm"
          variant="default"
          leftSection={<IconPlugConnected size={15} />}
          loading={check.isPending}
          onClick={() => check.mutate()}
        >
          Check now
        </Button>
      </Group>
      {check.isError && <ProblemAlert error={check.error} />}
      {check.data && (
        <Alert
          role="status"
          mb="sm"
          color={check.data.ok ? 'green' : 'red'}
          icon={check.data.ok ? <IconCheck size={18} /> : <IconAlertTriangle size={18} />}
          title={check.data.ok ? 'The mail server is ready' : 'Mail does not get through'}
        >
          {check.data.message}
        </Alert>
      )}
    </section>
  )
}

function Way({ server: { kind, host, port, user, lastSentAt } }: { server: MailServer }) {
  const last = lastSentAt && (
    <>
      ; last sent <RelativeTime time={lastSentAt} />
    </>
  )
  if (kind === 'unset') return <>Mail goes nowhere: SMTP_URL is not set.</>
  if (kind === 'catcher') return <>Mail goes to the built-in catcher{last}.</>
  return (
    <>
      Mail goes through {host}:{port}
      {user !== null && ` as ${user}`}
      {last}.
    </>
  )
}
