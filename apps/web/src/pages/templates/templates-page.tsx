import type { EmailTemplateView } from '@hubflow/api/client'
import { Button, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconPlus, IconSearch, IconTemplate } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { emailTemplatesQuery } from '../../api/mail-queries.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Page } from '../../components/page.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TableSkeleton } from '../../components/table-skeleton.tsx'
import { MailTabs } from '../mail/mail-tabs.tsx'
import { DeleteTemplateDialog } from './delete-template-dialog.tsx'
import { NameDialog } from './name-dialog.tsx'
import { TemplateTable } from './template-table.tsx'

/** Prepared mails, which steps “Send email” choose from. */
export function TemplatesPage() {
  const templates = useQuery(emailTemplatesQuery)
  const [search, setSearch] = useState('')
  const [adding, dialog] = useDisclosure(false)
  const [copying, setCopying] = useState<EmailTemplateView | null>(null)
  const [deleting, setDeleting] = useState<EmailTemplateView | null>(null)
  const words = search.toLowerCase().split(/\s+/)
  const found = templates.data?.filter(({ name, subject, category }) => {
    const text = `${name} ${subject} ${category}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const add = (
    <Button leftSection={<IconPlus size={16} />} onClick={dialog.open}>
      New template
    </Button>
  )

  return (
    <Page title="Mail templates" description="Prepared mails, which steps “Send email” choose from." actions={add}>
      <MailTabs at="templates" />
      {templates.data && templates.data.length > 0 && (
        <TextInput
          aria-label="Search templates"
          placeholder="Search name, subject, category"
          leftSection={<IconSearch size={16} />}
          w={280}
          mb="sm"
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      )}
      {templates.isError && <ProblemAlert error={templates.error} onRetry={() => templates.refetch()} />}
      {templates.isPending && <TableSkeleton rows={5} />}
      {templates.data?.length === 0 && (
        <EmptyState icon={<IconTemplate size={26} />} title="No template yet" action={add}>
          Write a mail once, with data in it such as a client's name, and use it in as many workflows as you like.
        </EmptyState>
      )}
      {found && found.length > 0 && <TemplateTable templates={found} onCopy={setCopying} onDelete={setDeleting} />}
      {found?.length === 0 && search !== '' && (
        <EmptyState icon={<IconTemplate size={26} />} title="No template fits your search">
          Search for another word, or write a new template.
        </EmptyState>
      )}
      {adding && <NameDialog original={null} onClose={dialog.close} />}
      {copying && <NameDialog original={copying} onClose={() => setCopying(null)} />}
      {deleting && <DeleteTemplateDialog template={deleting} onClose={() => setDeleting(null)} />}
    </Page>
  )
}
