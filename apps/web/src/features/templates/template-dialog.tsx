import type { EmailTemplateView, WorkflowTemplate } from '@hubflow/api/client'
import type { CatalogEntry } from '@hubflow/core'
import { Button, Group, Modal, Paper, Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useCreateWorkflow } from '../../api/hooks.ts'
import { nameCheckQuery } from '../../api/workflow-queries.ts'
import { nodeBranches } from '../../canvas/branch.ts'
import { tidyLayout } from '../../canvas/tidy-layout.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { moveNodes } from '../../editor/document.ts'
import { NameInput } from '../../pages/workflows/name-input.tsx'
import { Sentences } from '../sentences/sentences.tsx'
import { type Answers, fillTemplate, firstAnswers, openInputs } from './fill-template.ts'
import { TemplateInputField } from './template-input.tsx'

interface TemplateDialogProps {
  template: WorkflowTemplate
  mails: readonly EmailTemplateView[]
  catalog: readonly CatalogEntry[]
  onClose(): void
}

/** Asks only what the template leaves open, with an answer proposed for all that can have one. */
export function TemplateDialog({ template, mails, catalog, onClose }: TemplateDialogProps) {
  const [typedName, setName] = useState<string | null>(null)
  const [answers, setAnswers] = useState<Answers>(() => firstAnswers(template, mails))
  // A second workflow from the same template gets a free name by itself.
  const { data: check, isPending } = useQuery(nameCheckQuery(template.name))
  const name = typedName ?? check?.suggestion ?? template.name
  const createWorkflow = useCreateWorkflow()
  const navigate = useNavigate()
  const { error } = createWorkflow
  const open = openInputs(template, answers)
  const filled = fillTemplate(template, answers)

  function create(event: FormEvent): void {
    event.preventDefault()
    const entries = new Map(catalog.map((entry) => [entry.type, entry]))
    const places = tidyLayout(filled, ({ type, config }) => nodeBranches(entries.get(type), config))
    const { summary: description, category } = template
    createWorkflow.mutate(
      { name: name.trim(), description, category, definition: moveNodes(filled, places) },
      { onSuccess: ({ id }) => navigate({ to: '/workflows/$workflowId', params: { workflowId: id } }) },
    )
  }

  return (
    <Modal opened onClose={onClose} title={template.name} size="lg">
      <form onSubmit={create}>
        <Stack gap="sm">
          {error && <ProblemAlert error={error} />}
          <Paper p="xs" bg="var(--hub-ground)">
            <Sentences definition={filled} />
          </Paper>
          <NameInput
            value={name}
            onChange={setName}
            error={error instanceof ApiError ? error.fieldErrors().name : undefined}
          />
          {template.inputs.map((input) => (
            <TemplateInputField
              key={input.key}
              input={input}
              answer={answers[input.key]}
              onAnswer={(answer) => setAnswers({ ...answers, [input.key]: answer })}
            />
          ))}
          <Group justify="space-between" mt="xs" wrap="nowrap">
            <Text size="xs" c="dimmed">
              It becomes a draft: nothing runs before you publish it.
            </Text>
            <Button
              type="submit"
              data-autofocus
              disabled={name.trim() === '' || open.length > 0 || isPending}
              loading={createWorkflow.isPending}
            >
              Create the workflow
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
