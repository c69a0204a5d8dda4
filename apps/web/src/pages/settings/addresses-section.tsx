import { Button, Group, Paper, Table, Text, TextInput } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, settle, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { suppressedQuery } from '../../api/mail-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { LoadMore } from '../../components/load-more.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'

/** Who gets no marketing mail: unsubscribed by themselves, or entered here. */
export function AddressesSection() {
  const list = useInfiniteQuery(suppressedQuery)
  const addresses = list.data?.pages.flatMap((page) => page.items) ?? []
  const queryClient = useQueryClient()
  const changed = () => queryClient.invalidateQueries({ queryKey: keys.suppressed })
  const allowing = useMutation({
    mutationFn: (address: string) =>
      settle(client.api['email-suppressions'][':address'].$delete({ param: { address } })),
    onSuccess: (_, address) => showDone(`${address} gets marketing mail again`),
    onError: (error) => showFailure('The address stays on the list', error),
    onSettled: changed,
  })
  return (
    <>
      <Text size="sm" c="dimmed" maw={640} mb="sm">
        These addresses get no marketing mail, whoever sends it. Other mail, such as a confirmation, still reaches them.
      </Text>
      <AddAddress onAdded={changed} />
      {list.isError && <ProblemAlert error={list.error} onRetry={() => list.refetch()} />}
      {list.isPending && <TableSkeleton rows={3} />}
      {list.isSuccess && addresses.length === 0 && (
        <EmptyState icon={<IconMailOff size={26} />} title="Nobody has unsubscribed">
          Who follows the link at the end of a marketing mail stands here from then on.
        </EmptyState>
      )}
      {addresses.length > 0 && (
        <Paper>
          <Table.ScrollContainer minWidth={600} type="native">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Address</Table.Th>
                  <Table.Th>Why</Table.Th>
                  <Table.Th>Since</Table.Th>
                  <Table.Th>
                    <Text span inherit ta="right" display="block">
                      Change
                    </Text>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {addresses.map(({ address, reason, createdBy, createdAt }) => (
                  <Table.Tr key={address}>
                    <Table.Td fw={600}>{address}</Table.Td>
                    <Table.Td>{createdBy ? `${reason} (${createdBy.name})` : reason}</Table.Td>
                    <Table.Td>
                      <RelativeTime time={createdAt} />
                    </Table.Td>
                    <Table.Td ta="right">
                      <Button
                        size="compact-sm"
                        variant="default"
                        aria-label={`Allow mail to ${address} again`}
                        loading={allowing.isPending && allowing.variables === address}
                        onClick={() => allowing.mutate(address)}
                      >
                        Allow again
                      </Button>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        </Paper>
      )}
      <LoadMore list={list} />
    </>
  )
}

function AddAddress({ onAdded }: { onAdded(): Promise<void> }) {
  const [address, setAddress] = useState('')
  const adding = useMutation({
    mutationFn: () => unwrap(client.api['email-suppressions'].$post({ json: { address: address.trim() } })),
    async onSuccess(added) {
      setAddress('')
      showDone(`${added.address} gets no more marketing mail`)
      await onAdded()
    },
    onError: (error) => showFailure('The address was not added', error),
  })

  function add(event: FormEvent): void {
    event.preventDefault()
    adding.mutate()
  }

  return (
    <Group component="form" onSubmit={add} gap="xs" mb="md" align="flex-end">
      <TextInput
        label="Address"
        type="email"
        w={300}
        required
        withAsterisk={false}
        maxLength={254}
        placeholder="person@example.com"
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" loading={adding.isPending}>
        Send no more marketing mail
      </Button>
    </Group>
  )
}
