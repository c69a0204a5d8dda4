import type { EmailTemplateView } from '@hubflow/api/client'
import { ActionIcon, Badge, Group, Paper, Table, Text, Tooltip } from '@mantine/core'
import { IconCopy, IconTrash } from '@tabler/icons-react'
import { TextLink } from '../../components/links.tsx'
import { RelativeTime } from '../../components/relative-time.tsx'
import { TemplatePreview } from '../../editor/inspector/template-preview.tsx'
import { plural } from '../../format/words.ts'
import { variablesOf } from './template-variables.ts'

interface TemplateTableProps {
  templates: EmailTemplateView[]
  onCopy(template: EmailTemplateView): void
  onDelete(template: EmailTemplateView): void
}

export function TemplateTable({ templates, onCopy, onDelete }: TemplateTableProps) {
  return (
    <Paper>
      <Table.ScrollContainer minWidth={760} type="native">
        <Table highlightOnHover>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th>Subject</Table.Th>
              <Table.Th>Category</Table.Th>
              <Table.Th>Used by</Table.Th>
              <Table.Th>Changed</Table.Th>
              <Table.Th>
                <Text span inherit ta="right" display="block">
                  Actions
                </Text>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {templates.map((template) => (
              <Table.Tr key={template.id}>
                <Table.Td maw={240}>
                  <TextLink to="/mail/templates/$templateId" params={{ templateId: template.id }} size="sm" fw={600}>
                    {template.name}
                  </TextLink>
                  {template.isMarketing && (
                    <Badge size="xs" variant="default" ml={6}>
                      Marketing
                    </Badge>
                  )}
                </Table.Td>
                <Table.Td maw={300}>
                  <Text size="sm" lineClamp={2}>
                    <TemplatePreview text={template.subject} groups={variablesOf(template)} />
                  </Text>
                </Table.Td>
                <Table.Td>{template.category || '–'}</Table.Td>
                <Table.Td>{template.usedBy === 0 ? 'nothing' : plural(template.usedBy, 'workflow')}</Table.Td>
                <Table.Td style={{ whiteSpace: 'nowrap' }}>
                  <RelativeTime time={template.updatedAt} />
                  {template.updatedBy && (
                    <Text size="xs" c="dimmed">
                      by {template.updatedBy.name}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <Tooltip label="Duplicate">
                      <ActionIcon aria-label={`Duplicate ${template.name}`} onClick={() => onCopy(template)}>
                        <IconCopy size={17} />
                      </ActionIcon>
                    </Tooltip>
                    <Tooltip label="Delete">
                      <ActionIcon aria-label={`Delete ${template.name}`} color="red" onClick={() => onDelete(template)}>
                        <IconTrash size={17} />
                      </ActionIcon>
                    </Tooltip>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  )
}
