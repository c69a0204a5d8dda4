import type { Workflow } from '@hubflow/api/client'
import { NumberInput, Paper, Stack, Title } from '@mantine/core'
import { useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useUpdateWorkflow, useWorkflows } from '../../api/hooks.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { type Details, DetailsFields } from '../../pages/workflows/details-fields.tsx'

/** What the workflow is called, and how often it may run; saved when a field is left. */
export function BasicsStep({ workflow }: { workflow: Workflow }) {
  const { id, name, description, category, maxRunsPerDay } = workflow
  const [details, setDetails] = useState<Details>({ name, description, category })
  const [limit, setLimit] = useState(maxRunsPerDay)
  const { data: workflows = [] } = useWorkflows()
  const update = useUpdateWorkflow(id)
  const { error } = update
  const fieldErrors = error instanceof ApiError ? error.fieldErrors() : {}

  function save(): void {
    const next = {
      name: details.name.trim(),
      description: details.description,
      category: details.category.trim() || 'General',
      maxRunsPerDay: limit,
    }
    const isChanged =
      next.name !== name ||
      next.description !== description ||
      next.category !== category ||
      next.maxRunsPerDay !== maxRunsPerDay
    if (next.name !== '' && isChanged) update.mutate(next)
  }

  return (
    <Paper p="lg" maw={560} w="100%" mx="auto" onBlur={save}>
      <Title order={2} mb="sm">
        What is it called?
      </Title>
      <Stack gap="sm">
        {error && Object.keys(fieldErrors).length === 0 && <ProblemAlert error={error} />}
        <DetailsFields
          details={details}
          workflowId={id}
          categories={[...new Set(workflows.map((each) => each.category))]}
          errors={fieldErrors}
          onChange={setDetails}
        />
        <NumberInput
          label="Runs a day, at most"
          description="Further runs are held until someone releases them. Empty means no limit."
          min={1}
          max={1_000_000}
          allowDecimal={false}
          value={limit ?? ''}
          onChange={(value) => setLimit(typeof value === 'number' ? value : null)}
        />
      </Stack>
    </Paper>
  )
}
