import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconChevronLeft, IconFileImport } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { type FormEvent, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { useCreateWorkflow, useWorkflows } from '../../api/hooks.ts'
import { ButtonLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TemplateGallery } from '../../features/templates/template-gallery.tsx'
import { ImportDialog } from '../../features/transfer/import-dialog.tsx'
import { type Details, DetailsFields } from './details-fields.tsx'
import classes from './new-workflow-page.module.css'

/** Where every workflow begins: from scratch, or from a template. */
export function NewWorkflowPage() {
  const [isImporting, setImporting] = useState(false)
  return (
    <Page
      title="New workflow"
      description="Begin with nothing, or with one that others found useful. Either way it is a draft that you can change."
      actions={
        <Group gap="xs" wrap="nowrap">
          <Button variant="default" leftSection={<IconFileImport size={16} />} onClick={() => setImporting(true)}>
            Import a file
          </Button>
          <ButtonLink to="/workflows" variant="default" leftSection={<IconChevronLeft size={16} />}>
            All workflows
          </ButtonLink>
        </Group>
      }
    >
      <div className={classes.columns}>
        <Scratch />
        <section aria-labelledby="templates">
          <Title order={2} id="templates" mb="sm">
            From a template
          </Title>
          <TemplateGallery />
        </section>
      </div>
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
    </Page>
  )
}

function Scratch() {
  const [details, setDetails] = useState<Details>({ name: '', description: '', category: 'General' })
  const { data: workflows = [] } = useWorkflows()
  const createWorkflow = useCreateWorkflow()
  const navigate = useNavigate()
  const { error } = createWorkflow
  const isNamed = details.name.trim() !== ''

  function create(guide: 'trigger' | undefined): void {
    const { name, description, category } = details
    createWorkflow.mutate(
      { name: name.trim(), description: description.trim(), ...(category.trim() ? { category: category.trim() } : {}) },
      {
        onSuccess: ({ id }) =>
          navigate({ to: '/workflows/$workflowId', params: { workflowId: id }, search: guide ? { guide } : {} }),
      },
    )
  }

  return (
    <Paper p="md" component="section" aria-labelledby="scratch">
      <Title order={2} id="scratch">
        From scratch
      </Title>
      <form
        onSubmit={(event: FormEvent) => {
          event.preventDefault()
          create('trigger')
        }}
      >
        <Stack gap="sm" mt="sm">
          {error && <ProblemAlert error={error} />}
          <DetailsFields
            details={details}
            autoFocus
            categories={[...new Set(workflows.map(({ category }) => category))]}
            errors={error instanceof ApiError ? error.fieldErrors() : {}}
            onChange={setDetails}
          />
          <Stack gap={8} mt={4}>
            <Button type="submit" disabled={!isNamed} loading={createWorkflow.isPending}>
              Go step by step
            </Button>
            <Button variant="default" disabled={!isNamed || createWorkflow.isPending} onClick={() => create(undefined)}>
              Open the canvas
            </Button>
          </Stack>
          <Text size="xs" c="dimmed">
            Both show the same workflow; you can change over at any time.
          </Text>
        </Stack>
      </form>
    </Paper>
  )
}
