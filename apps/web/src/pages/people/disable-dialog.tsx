import type { OwnedWorkflow, UserWithWorkflows } from '@hubflow/api/client'
import { Button, Group, List, Modal, ScrollArea, Stack, Text } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { statusWord } from '../../components/status-badge.tsx'
import { showDone } from '../../components/toast.tsx'
import { plural } from '../../format/words.ts'
import { OwnerSelect } from './owner-select.tsx'
import { suggestionsOf, TakenNames } from './taken-names.tsx'

/** Asks who takes over the person's workflows, and says what happens when nobody does. */
export function DisableDialog({ user, onClose }: { user: UserWithWorkflows; onClose(): void }) {
  const [takeOverBy, setTakeOverBy] = useState<string | null>(null)
  const [names, setNames] = useState<Record<string, string>>({})
  const queryClient = useQueryClient()
  const disabling = useMutation({
    mutationFn: () =>
      unwrap(client.api.users[':id'].disable.$post({ param: { id: user.id }, json: { takeOverBy, names } })),
    async onSuccess({ handedOver, paused }) {
      // Their workflows, and who can be chosen anywhere.
      await queryClient.invalidateQueries()
      showDone(`${user.name} is disabled`, outcome(handedOver, paused))
      onClose()
    },
    onError: (error) => setNames({ ...names, ...suggestionsOf(error) }),
  })

  function disable(event: FormEvent): void {
    event.preventDefault()
    disabling.mutate()
  }

  return (
    <Modal opened onClose={onClose} title={`Disable ${user.name}?`}>
      <form onSubmit={disable}>
        <Stack gap="sm">
          {disabling.isError && <ProblemAlert error={disabling.error} />}
          <Text size="sm">
            All sessions and API keys of {user.name} end at once. What they did stays, and you can enable them again.
          </Text>
          {user.owned.length > 0 && (
            <>
              <OwnedList owned={user.owned} />
              <OwnerSelect
                label="Who takes over"
                description={
                  takeOverBy === null
                    ? 'Nobody yet: what is active is paused, and all admins are told.'
                    : 'The workflows go on without a break and act as this person from now on.'
                }
                placeholder="Nobody"
                clearable
                except={user.id}
                value={takeOverBy}
                onChange={(id) => {
                  setTakeOverBy(id)
                  setNames({})
                }}
              />
              <TakenNames
                oldNames={Object.fromEntries(user.owned.map(({ id, name }) => [id, name]))}
                names={names}
                onChange={setNames}
              />
            </>
          )}
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose} data-autofocus>
              Cancel
            </Button>
            <Button type="submit" color="red.9" loading={disabling.isPending}>
              Disable
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

function OwnedList({ owned }: { owned: OwnedWorkflow[] }) {
  return (
    <>
      <Text size="sm" fw={600}>
        {plural(owned.length, 'workflow')} of theirs
      </Text>
      <ScrollArea.Autosize mah={160} type="auto">
        <List size="sm">
          {owned.map(({ id, name, status }) => (
            <List.Item key={id}>
              {name} ({statusWord('workflow', status).toLowerCase()})
            </List.Item>
          ))}
        </List>
      </ScrollArea.Autosize>
    </>
  )
}

function outcome(handedOver: number, paused: number): string | null {
  if (handedOver > 0) return `${plural(handedOver, 'workflow')} handed over.`
  return paused > 0 ? `${plural(paused, 'workflow')} paused. Give them to somebody, then resume them.` : null
}
