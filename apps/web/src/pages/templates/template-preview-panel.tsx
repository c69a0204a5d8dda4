import type { MailPreview } from '@hubflow/api/client'
import { HUB_TABLE_NAMES, HUB_TABLES, type HubTableName, tableVariables } from '@hubflow/core'
import { Alert, Group, Paper, SegmentedControl, Select, Skeleton, Stack, Text, Title } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { recordsQuery } from '../../api/hub-queries.ts'
import { mailPreviewQuery } from '../../api/mail-queries.ts'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { RecordSelect } from '../../components/record-select.tsx'
import { findVariable } from '../../editor/template-text.ts'
import type { TemplateContent } from './template-journal.ts'
import classes from './template-page.module.css'
import { tableOf } from './template-variables.ts'
import { TestMail } from './test-mail.tsx'

const TABLES = HUB_TABLE_NAMES.map((value) => ({ value, label: HUB_TABLES[value].singular }))

interface TemplatePreviewPanelProps {
  templateId: string
  content: TemplateContent
}

/** The mail as it would go out for a record that one chooses, also before it is saved; and sent as a test. */
export function TemplatePreviewPanel({ templateId, content }: TemplatePreviewPanelProps) {
  const { subject, bodyHtml, bodyText, isMarketing } = content
  const [chosenTable, setTable] = useState<HubTableName | null>(null)
  const [chosen, setChosen] = useState<{ id: string; title: string } | null>(null)
  const table = chosenTable ?? tableOf(content)
  const newest = useInfiniteQuery(recordsQuery(table)).data?.pages[0]?.items[0]
  const record = chosen ?? newest ?? null
  const mail = {
    subject,
    bodyHtml,
    bodyText,
    isMarketing,
    record: record && { table, id: record.id },
  }
  const [asked] = useDebouncedValue(mail, 300)
  const preview = useQuery({ ...mailPreviewQuery(asked), enabled: asked.subject.trim() !== '' })

  return (
    <Paper p="md" component="section" aria-label="Preview">
      <Title order={2} size="h4" mb="xs">
        Preview
      </Title>
      <Stack gap="sm">
        <Group gap="xs" grow>
          <Select
            label="With the data of"
            data={TABLES}
            allowDeselect={false}
            value={table}
            onChange={(value) => {
              setTable(HUB_TABLE_NAMES.find((name) => name === value) ?? null)
              setChosen(null)
            }}
          />
          <RecordSelect
            key={table}
            label={HUB_TABLES[table].singular}
            table={table}
            value={record?.id ?? null}
            valueTitle={record?.title}
            onChange={(_, next) => setChosen(next)}
          />
        </Group>
        {preview.isError && <ProblemAlert error={preview.error} />}
        {preview.isPending && preview.fetchStatus !== 'idle' && <Skeleton h={420} />}
        {preview.data && <Preview preview={preview.data} table={table} />}
        <TestMail mail={mail} templateId={templateId} />
      </Stack>
    </Paper>
  )
}

function Preview({ preview, table }: { preview: MailPreview; table: HubTableName }) {
  const [part, setPart] = useState('html')
  return (
    <>
      <Text size="sm">
        <Text span c="dimmed" size="sm">
          Subject
        </Text>{' '}
        <b data-testid="preview-subject">{preview.subject}</b>
      </Text>
      {preview.missing.length > 0 && <Missing paths={preview.missing} table={table} />}
      <SegmentedControl
        aria-label="Part of the mail"
        size="xs"
        data={[
          { value: 'html', label: 'As it looks' },
          { value: 'text', label: 'Plain text' },
        ]}
        value={part}
        onChange={setPart}
      />
      {part === 'html' ? (
        // Without any permission: what a mail carries cannot run, open or send anything here.
        <iframe className={classes.mail} title="The mail as it looks" sandbox="" srcDoc={preview.html} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <pre className={classes.text} tabIndex={0} data-testid="preview-text">
          {preview.text}
        </pre>
      )}
    </>
  )
}

function Missing({ paths, table }: { paths: string[]; table: HubTableName }) {
  const variables = tableVariables([table])
  const labels = paths.map((path) => findVariable(path, variables)?.label ?? path)
  return (
    <Alert color="yellow" icon={<IconAlertTriangle size={18} />} title="Some data has no value here">
      {labels.join(', ')}: a workflow that runs for this record would stop at this mail. Click the pill and give it a
      fallback, or choose another record.
    </Alert>
  )
}
