import type { WorkflowTemplate } from '@hubflow/api/client'
import { findTrigger } from '@hubflow/core'
import { SimpleGrid, Skeleton, Text, UnstyledButton } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { emailTemplatesQuery } from '../../api/mail-queries.ts'
import { catalogQuery, workflowTemplatesQuery } from '../../api/workflow-queries.ts'
import { NodeIcon } from '../../components/node-icon.tsx'
import { ProblemAlert } from '../../components/problem-alert.tsx'
import { TemplateDialog } from './template-dialog.tsx'
import classes from './template-gallery.module.css'

/** The templates as cards; one that is chosen asks what it leaves open. */
export function TemplateGallery() {
  const templates = useQuery(workflowTemplatesQuery)
  const { data: catalog } = useQuery(catalogQuery)
  const { data: mails } = useQuery(emailTemplatesQuery)
  const [chosen, setChosen] = useState<WorkflowTemplate | null>(null)
  if (templates.isError) return <ProblemAlert error={templates.error} onRetry={() => templates.refetch()} />
  if (!templates.data || !catalog || !mails) return <Skeleton height={320} />
  return (
    <>
      <SimpleGrid cols={{ base: 1, sm: 2 }} spacing={10}>
        {templates.data.map((template) => (
          <UnstyledButton key={template.id} className={classes.card} onClick={() => setChosen(template)}>
            <span className={classes.icon}>
              <NodeIcon
                name={catalog.find(({ type }) => type === findTrigger(template.definition)?.type)?.icon}
                size={19}
              />
            </span>
            <span>
              <Text fw={600} size="sm" component="span" display="block">
                {template.name}
              </Text>
              <Text c="dimmed" size="xs" component="span" display="block" mt={2}>
                {template.summary}
              </Text>
            </span>
          </UnstyledButton>
        ))}
      </SimpleGrid>
      {chosen && (
        <TemplateDialog
          key={chosen.id}
          template={chosen}
          mails={mails}
          catalog={catalog}
          onClose={() => setChosen(null)}
        />
      )}
    </>
  )
}
