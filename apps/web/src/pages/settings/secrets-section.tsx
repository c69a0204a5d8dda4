import type { Secret } from '@hubflow/api/client'
import { Alert, Button, Group, Modal, Paper, PasswordInput, Stack, Table, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconKey, IconPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, settle, unwrap } from '../../api/client.ts'
import { secretsQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone } from '../../components/toast.tsx'
import { AddSecretDialog } from '../../editor/inspector/add-secret-dialog.tsx'

type Doing = { what: 'replace' | 'delete'; secret: Secret }

/** Secrets by name: added, given a new value, deleted. No value is ever shown. */
export function SecretsSection({ wanted }: { wanted: string | undefined }) {
  const secrets = useQuery(secretsQuery)
  const [adding, dialog] = useDisclosure(false)
  const [done, setDoing] = useState<Doing | null>()
  const asked = secrets.data?.find(({ id }) => id === wanted)
  const doing = done === undefined && asked ? { what: 'replace' as const, secret: asked } : done
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      Add a secret
    </Button>
  )
  return (
    <>
      <Group justify="space-between" mb="sm">
        <Text size="sm" c="dimmed" maw={560}>
          Passwords and keys that requests and webhooks sign in with. Workflows name them; their values are kept
          encrypted, and nobody can read them again.
        </Text>
        {secrets.data && secrets.data.length > 0 && add}
      </Group>
      {wanted !== undefined && secrets.data && !asked && (
        <Alert color="orange" mb="sm" title="That secret was deleted">
          Add it again here, choose it in the step that needs it, and publish the workflow.
        </Alert>
      )}
      {secrets.isError && <ProblemAlert error={secrets.error} onRetry={() => secrets.refetch()} />}
      {secrets.isPending && <TableSkeleton rows={3} />}
      {secrets.data?.length === 0 && (
        <EmptyState icon={<IconKey size={26} />} title="No secret yet" action={add}>
          Add the key of another system here, then choose it in a step “Call a web address” or in a webhook.
        </EmptyState>
      )}
      {secrets.data && secrets.data.length > 0 && <SecretTable secrets={secrets.data} onDo={setDoing} />}
      {adding && (
        <AddSecretDialog
          onClose={dialog.close}
          onAdded={() => {
            dialog.close()
            showDone('The secret is stored')
          }}
        />
      )}
      {doing?.what === 'replace' && <ReplaceDialog secret={doing.secret} onClose={() => setDoing(null)} />}
      {doing?.what === 'delete' && <DeleteDialog secret={doing.secret} onClose={() => setDoing(null)} />}
    </>
  )
}

function SecretTable({ secrets, onDo }: { secrets: Secret[]; onDo(doing: Doing): void }) {
  return (
    <Paper>
      <Table.ScrollContainer minWidth={600} type="native">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Added by</Table.Th>
              <Table.Th>Value from</Table.Th>
              <Table.Th>
                <Text span inherit ta="right" display="block">
                  Change
                </Text>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {secrets.map((secret) => (
              <Table.Tr key={secret.id}>
                <Table.Td fw={600}>{secret.name}</Table.Td>
                <Table.Td>{secret.createdBy.name}</Table.Td>
                <Table.Td>
                  <RelativeTime time={secret.updatedAt} />
                </Table.Td>
                <Table.Td>
                  <Group gap={6} justify="flex-end" wrap="nowrap">
                    <Button
                      size="compact-sm"
                      variant="default"
                      aria-label={`New value for ${secret.name}`}
                      onClick={() => onDo({ what: 'replace', secret })}
                    >
                      New value
                    </Button>
                    <Button
                      size="compact-sm"
                      variant="subtle"
                      color="red"
                      aria-label={`Delete ${secret.name}`}
                      onClick={() => onDo({ what: 'delete', secret })}
                    >
                      Delete
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}

function ReplaceDialog({ secret, onClose }: { secret: Secret; onClose(): void }) {
  const [value, setValue] = useState('')
  const queryClient = useQueryClient()
  const replacing = useMutation({
    mutationFn: () => unwrap(client.api.secrets[':id'].$put({ param: { id: secret.id }, json: { value } })),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.secrets })
      showDone(`“${secret.name}” has a new value`)
      onClose()
    },
  })

  function replace(event: FormEvent): void {
    event.preventDefault()
    replacing.mutate()
  }

  return (
    <Modal opened onClose={onClose} title={`New value for “${secret.name}”`}>
      <form onSubmit={replace}>
        <Stack gap="sm">
          {replacing.isError && <ProblemAlert error={replacing.error} />}
          <PasswordInput
            label="Value"
            description="Whatever uses the secret uses this value from now on. The old one is gone."
            required
            data-autofocus
            maxLength={8192}
            autoComplete="off"
            value={value}
            onChange={(event) => setValue(event.currentTarget.value)}
          />
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={value === ''} loading={replacing.isPending}>
              Replace
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function DeleteDialog({ secret, onClose }: { secret: Secret; onClose(): void }) {
  const queryClient = useQueryClient()
  const deleting = useMutation({
    mutationFn: () => settle(client.api.secrets[':id'].$delete({ param: { id: secret.id } })),
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.secrets })
      showDone(`“${secret.name}” is deleted`)
      onClose()
    },
  })
  return (
    <Modal opened onClose={onClose} title={`Delete “${secret.name}”?`}>
      {deleting.isError && <ProblemAlert error={deleting.error} />}
      <Text size="sm">
        It cannot be brought back. While a published workflow uses it, it is kept, and you are told which one that is.
      </Text>
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose} data-autofocus>
          Keep it
        </Button>
        <Button color="red.9" loading={deleting.isPending} onClick={() => deleting.mutate()}>
          Delete
        </Button>
      </Group>
    </Modal>
  )
}
