import type { AlertRule } from '@hubflow/api/client'
import { AlertCondition, sentenceOfAlert } from '@hubflow/core'
import { Button, Checkbox, Group, Modal, MultiSelect, Paper, Select, Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { client, unwrap } from '../../api/client.ts'
import { useWorkflows } from '../../api/hooks.ts'
import { peopleQuery } from '../../api/hub-queries.ts'
import { keys } from '../../api/keys.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { showDone } from '../../components/toast.tsx'
import { type AlertKind, KINDS, recipientChoices, recipientsInWords, waysInWords } from './alert-words.ts'
import { ConditionFigures, type DraftCondition } from './condition-figures.tsx'

interface AlertDialogProps {
  /** Null: a new one. */
  rule: AlertRule | null
  /** What a new one is about at first; null for all. */
  workflowId: string | null
  onClose(): void
}

/** A rule as a form that reads as its sentence. What was typed stays when the server refuses it. */
export function AlertDialog({ rule, workflowId: startWorkflow, onClose }: AlertDialogProps) {
  const { data: people = [] } = useQuery(peopleQuery)
  const { data: workflows = [] } = useWorkflows()
  const [recipients, setRecipients] = useState(rule?.recipients ?? ['owner'])
  const [workflowId, setWorkflowId] = useState(rule ? rule.workflowId : startWorkflow)
  const [draft, setDraft] = useState<DraftCondition>(rule?.condition ?? KINDS['failures-in-row'].start)
  const [ways, setWays] = useState({ byNotification: rule?.byNotification ?? true, byMail: rule?.byMail ?? false })
  const condition = AlertCondition.safeParse(draft).data
  const name =
    workflowId === null ? null : (workflows.find(({ id }) => id === workflowId)?.name ?? rule?.workflowName ?? null)
  const isWhole = condition !== undefined && recipients.length > 0 && (ways.byNotification || ways.byMail)

  const queryClient = useQueryClient()
  const saving = useMutation({
    mutationFn(json: { condition: AlertCondition }) {
      const body = { ...json, workflowId, recipients, ...ways }
      return unwrap(
        rule === null
          ? client.api.alerts.$post({ json: body })
          : client.api.alerts[':id'].$patch({ param: { id: rule.id }, json: body }),
      )
    },
    async onSuccess() {
      await queryClient.invalidateQueries({ queryKey: keys.alerts })
      showDone(rule === null ? 'The alert is on' : 'The alert is changed')
      onClose()
    },
  })

  function save(event: FormEvent): void {
    event.preventDefault()
    if (isWhole) saving.mutate({ condition })
  }

  return (
    <Modal opened onClose={onClose} title={rule ? 'Change the alert' : 'Add an alert'} size="lg">
      <form onSubmit={save}>
        <Stack gap="sm">
          {saving.isError && <ProblemAlert error={saving.error} />}
          <MultiSelect
            label="Tell"
            placeholder={recipients.length === 0 ? 'Choose people or roles' : ''}
            data={recipientChoices(people)}
            value={recipients}
            onChange={setRecipients}
            searchable
            error={recipients.length === 0 && 'Choose somebody to tell.'}
            openOnFocus={false}
            data-autofocus
          />
          <Group gap="sm" grow align="flex-start">
            <Select
              label="When"
              placeholder="Any workflow"
              clearable
              searchable
              data={workflows.map(({ id, name: label }) => ({ value: id, label }))}
              value={workflowId}
              onChange={setWorkflowId}
            />
            <Select
              label="Does what"
              allowDeselect={false}
              data={Object.entries(KINDS).map(([value, { label }]) => ({ value, label }))}
              value={draft.kind}
              onChange={(kind) => kind && setDraft(KINDS[kind as AlertKind].start)}
            />
          </Group>
          <ConditionFigures draft={draft} onChange={setDraft} />
          <Checkbox.Group
            label="How"
            value={Object.entries(ways).flatMap(([way, chosen]) => (chosen ? [way] : []))}
            onChange={(chosen) =>
              setWays({ byNotification: chosen.includes('byNotification'), byMail: chosen.includes('byMail') })
            }
          >
            <Group mt={6}>
              <Checkbox value="byNotification" label="By notification" />
              <Checkbox value="byMail" label="By mail" />
            </Group>
          </Checkbox.Group>
          <Paper p="sm" bg="var(--hub-ground)" role="status">
            <Text size="sm">
              {isWhole
                ? `Tell ${recipientsInWords(recipients, people)} ${sentenceOfAlert(condition, name)}, ${waysInWords(ways)}.`
                : 'Choose whom to tell and how, and fill in each number.'}
            </Text>
          </Paper>
          <Group justify="flex-end" mt="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" disabled={!isWhole} loading={saving.isPending}>
              {rule ? 'Save' : 'Add'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
