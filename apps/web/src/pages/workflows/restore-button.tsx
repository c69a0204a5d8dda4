import { Button, Group, Modal, Text } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useRestoreWorkflow } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone, showFailure } from '../../components/toast.tsx'
import { NameInput } from './name-input.tsx'

/** Takes a workflow out of the bin; where its name was given again, it asks for another one. */
export function RestoreButton({ workflow }: { workflow: { id: string; name: string; liveVersion: number | null } }) {
  const { id, liveVersion } = workflow
  const [name, setName] = useState<string | null>(null)
  const restore = useRestoreWorkflow()

  function send(wanted?: string): void {
    restore.mutate(
      { id, ...(wanted === undefined ? {} : { name: wanted }) },
      {
        onSuccess({ name }) {
          setName(null)
          showDone(
            `“${name}” is back`,
            liveVersion === null ? 'It is a draft.' : 'It is paused. Resume it in the list.',
          )
        },
        onError(error) {
          const free = suggestionOf(error)
          if (free !== null) setName(free)
          else if (wanted === undefined) showFailure('It was not restored', error)
        },
      },
    )
  }

  function submit(event: FormEvent): void {
    event.preventDefault()
    send((name ?? '').trim())
  }

  return (
    <>
      <Button
        size="compact-sm"
        variant="default"
        aria-label={`Restore ${workflow.name}`}
        loading={restore.isPending && name === null}
        onClick={() => send()}
      >
        Restore
      </Button>
      {name !== null && (
        <Modal opened onClose={() => setName(null)} title={`Restore “${workflow.name}” under another name`}>
          <form onSubmit={submit}>
            {restore.isError && suggestionOf(restore.error) === null && <ProblemAlert error={restore.error} />}
            <Text size="sm" mb="sm">
              Its owner has another workflow of this name by now.
            </Text>
            <NameInput value={name} workflowId={id} onChange={setName} />
            <Group justify="flex-end" mt="lg">
              <Button variant="default" onClick={() => setName(null)}>
                Leave it in the bin
              </Button>
              <Button type="submit" disabled={name.trim() === ''} loading={restore.isPending}>
                Restore
              </Button>
            </Group>
          </form>
        </Modal>
      )}
    </>
  )
}

/** The free name that a refusal carries, where the wanted one is taken. */
function suggestionOf(error: unknown): string | null {
  if (!(error instanceof ApiError) || error.status !== 409) return null
  const { suggestion } = (error.body ?? {}) as { suggestion?: unknown }
  return typeof suggestion === 'string' ? suggestion : null
}
