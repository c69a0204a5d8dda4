import type { EmailTemplateView } from '@hubflow/api/client'
import { Alert, Button, Group, Stack, Text } from '@mantine/core'
import { IconArrowLeft, IconDeviceFloppy, IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useParams } from '@tanstack/react-router'
import { emailTemplateQuery, templateUsesQuery } from '../../api/mail-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { PageLoading } from '../page-loading.tsx'
import { TemplateConflict } from './template-conflict.tsx'
import { TemplateFields } from './template-fields.tsx'
import classes from './template-page.module.css'
import { TemplatePreviewPanel } from './template-preview-panel.tsx'
import { TemplateUses } from './template-uses.tsx'
import { type TemplateForm, useTemplateForm } from './use-template-form.ts'

/** One mail template: written on the left, seen as the mail that it makes on the right. */
export function TemplatePage() {
  const { templateId } = useParams({ from: '/app/mail/templates/$templateId' })
  const template = useQuery({ ...emailTemplateQuery(templateId), refetchOnMount: 'always' })
  if (template.isError && !template.data)
    return (
      <Page title="Mail template">
        <ProblemAlert error={template.error} onRetry={() => template.refetch()} />
      </Page>
    )
  // What a page before has left in memory may be old: editing begins from what the server has now.
  if (!template.data || !template.isFetchedAfterMount) return <PageLoading />
  return <OpenTemplate key={templateId} template={template.data} />
}

function OpenTemplate({ template }: { template: EmailTemplateView }) {
  const form = useTemplateForm(template)
  return (
    <Page
      title={form.saved.name}
      description={<SaveState form={form} />}
      actions={
        <Group gap="xs">
          {form.isChanged && (
            <Button variant="default" onClick={form.discard}>
              Discard changes
            </Button>
          )}
          <Button
            leftSection={<IconDeviceFloppy size={16} />}
            disabled={!form.isChanged}
            loading={form.isSaving}
            onClick={form.save}
          >
            Save
          </Button>
        </Group>
      }
    >
      <TextLink to="/mail/templates" size="sm" display="inline-flex" mb="sm" style={{ alignItems: 'center', gap: 4 }}>
        <IconArrowLeft size={15} aria-hidden /> All templates
      </TextLink>
      <Stack gap="sm" mb="sm">
        {form.error && <ProblemAlert error={form.error} />}
        {form.restoredAt !== null && form.isChanged && (
          <Alert color="hub" icon={<IconHistory size={18} />} title="Your changes are back">
            You typed them <RelativeTime time={new Date(form.restoredAt).toISOString()} /> without saving; nothing of
            them is lost. Save them, or discard them.
          </Alert>
        )}
      </Stack>
      <div className={classes.columns}>
        <Stack gap="md">
          <TemplateFields form={form} />
          <Uses template={form.saved} />
        </Stack>
        <TemplatePreviewPanel templateId={template.id} content={form.content} />
      </div>
      {form.theirs && <TemplateConflict form={form} theirs={form.theirs} />}
    </Page>
  )
}

function SaveState({ form: { saved, isChanged, isKept } }: { form: TemplateForm }) {
  if (isChanged)
    return (
      <span role="status">
        {isKept ? 'Not saved yet; kept in this browser.' : 'Not saved, and this browser cannot keep it. Save it soon.'}
      </span>
    )
  return (
    <span role="status">
      Saved <RelativeTime time={saved.updatedAt} />
      {saved.updatedBy && ` by ${saved.updatedBy.name}`}
    </span>
  )
}

function Uses({ template }: { template: EmailTemplateView }) {
  const { data: uses } = useQuery(templateUsesQuery(template.id))
  if (!uses) return null
  return (
    <section aria-label="Where it is used">
      <Text fw={600} size="sm" mb={4}>
        Where it is used
      </Text>
      {uses.length === 0 ? (
        <Text size="sm" c="dimmed">
          Nowhere yet. Choose it in a step “Send email”.
        </Text>
      ) : (
        <>
          <Text size="sm" c="dimmed" mb={4}>
            What you save goes out with their next mail at once.
          </Text>
          <TemplateUses uses={uses} />
        </>
      )}
    </section>
  )
}
