import type { PreviewMail } from '@hubflow/api/client'
import { Button, Group, Stack, Text, TextInput } from '@mantine/core'
import { IconSend } from '@tabler/icons-react'
import { useMutation, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { meQuery } from '../../api/hub-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'

/** Sends what the preview shows to oneself, or to an address that one types. */
export function TestMail({ mail, templateId }: { mail: PreviewMail; templateId: string }) {
  const { data: me } = useQuery(meQuery)
  const [typed, setTyped] = useState<string | null>(null)
  const to = typed ?? me?.email ?? ''
  const { mutate, data, error, isPending } = useMutation({
    mutationFn: () => unwrap(client.api['test-mails'].$post({ json: { ...mail, templateId, to } })),
  })
  const wrongAddress = error instanceof ApiError ? error.fieldErrors().to : undefined
  return (
    <Stack gap={6}>
      {error && wrongAddress === undefined && <ProblemAlert error={error} />}
      <Group gap="xs" align="flex-end">
        <TextInput
          label="Test mail to"
          type="email"
          flex={1}
          error={wrongAddress}
          value={to}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <Button
          variant="default"
          leftSection={<IconSend size={16} />}
          disabled={to.trim() === ''}
          loading={isPending}
          onClick={() => mutate()}
        >
          Send test mail
        </Button>
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {data && (
          <>
            On its way to {data.to}.{' '}
            <TextLink to="/mail" search={{ email: data.id }} size="sm" underline="always">
              Show it in the queue
            </TextLink>
          </>
        )}
      </Text>
    </Stack>
  )
}
