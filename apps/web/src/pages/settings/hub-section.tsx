import type { Settings } from '@hubflow/api/client'
import type { HubSettings } from '@hubflow/core'
import { Alert, Button, Group, NumberInput, Paper, Stack, Text, TextInput } from '@mantine/core'
import { IconLock } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { settingsQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { showDone } from '../../components/toast.tsx'

interface HubSectionProps {
  isAdmin: boolean
  timeZone: string
}

export function HubSection(props: HubSectionProps) {
  const settings = useQuery(settingsQuery)
  if (settings.isError) return <ProblemAlert error={settings.error} onRetry={() => settings.refetch()} />
  if (settings.isPending) return <TableSkeleton rows={4} />
  return <HubForm {...props} stored={settings.data} />
}

function HubForm({ isAdmin, timeZone, stored }: HubSectionProps & { stored: Settings }) {
  // Only what was touched: the rest goes on showing what is stored, whoever changes it meanwhile.
  const [changes, setChanges] = useState<Partial<HubSettings>>({})
  const queryClient = useQueryClient()
  const saving = useMutation({
    mutationFn: () => unwrap(client.api.settings.$patch({ json: changes })),
    onSuccess(answer) {
      queryClient.setQueryData(keys.settings, answer)
      setChanges({})
      showDone('The settings are saved')
    },
  })
  const errors = saving.error instanceof ApiError ? saving.error.fieldErrors() : {}
  const values = { ...stored.settings, ...changes }
  const set = (part: Partial<HubSettings>) => setChanges({ ...changes, ...part })

  function save(event: FormEvent): void {
    event.preventDefault()
    saving.mutate()
  }

  function fieldProps(key: keyof HubSettings) {
    return { error: errors[key], readOnly: !isAdmin, required: isAdmin }
  }

  return (
    <Paper p="lg" maw={640} component="form" onSubmit={save}>
      <Stack gap="md">
        {!isAdmin && (
          <Alert color="gray" icon={<IconLock size={18} />}>
            Only admins can change these. Ask one if something should be different.
          </Alert>
        )}
        {saving.isError && <ProblemAlert error={saving.error} />}
        <TextInput
          label="Name of the hub"
          description="Stands at the top of every page, for everybody but agents."
          maxLength={80}
          value={values.hubName}
          onChange={(event) => set({ hubName: event.currentTarget.value })}
          {...fieldProps('hubName')}
        />
        <TextInput
          type="time"
          maw={320}
          label="Time of the daily, weekly and monthly events"
          description={`Workflows that start from one of these start at this time, ${timeZone} time.`}
          value={values.fixedHour}
          onChange={(event) => set({ fixedHour: event.currentTarget.value })}
          {...fieldProps('fixedHour')}
        />
        <NumberInput
          maw={320}
          label="Keep the details of a run for"
          description="Days after its end. Then what its steps took in and gave out is deleted for good; that it ran, and how it ended, stays."
          suffix=" days"
          min={1}
          max={36_500}
          allowDecimal={false}
          value={values['retention.detailDays']}
          onChange={(days) => set({ 'retention.detailDays': Number(days) })}
          {...fieldProps('retention.detailDays')}
        />
        <NumberInput
          maw={320}
          label="Keep a run at all for"
          description="Days after its end. Then nothing is left of it."
          suffix=" days"
          min={1}
          max={36_500}
          allowDecimal={false}
          value={values['retention.runDays']}
          onChange={(days) => set({ 'retention.runDays': Number(days) })}
          {...fieldProps('retention.runDays')}
        />
        {isAdmin && (
          <Group justify="space-between">
            <Text size="xs" c="dimmed">
              {lastChange(stored)}
            </Text>
            <Button type="submit" loading={saving.isPending} disabled={Object.keys(changes).length === 0}>
              Save
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

function lastChange({ changes }: Settings): string {
  const last = changes.toSorted((one, other) => other.at.localeCompare(one.at))[0]
  return last?.by ? `Last changed by ${last.by.name}.` : ''
}
