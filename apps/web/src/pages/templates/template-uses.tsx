import type { TemplateUse } from '@hubflow/api/client'
import { List, Text } from '@mantine/core'
import { TextLink } from '../../components/links.tsx'
import { statusWord } from '../../components/status-badge.tsx'

/** The workflows that use a template, each with a link. */
export function TemplateUses({ uses }: { uses: TemplateUse[] }) {
  return (
    <List size="sm" aria-label="Workflows that use it">
      {uses.map((use) => (
        <List.Item key={use.workflowId}>
          <TextLink to="/workflows/$workflowId" params={{ workflowId: use.workflowId }} size="sm">
            {use.name}
          </TextLink>{' '}
          <Text span size="sm" c="dimmed">
            {placesOf(use)}
          </Text>
        </List.Item>
      ))}
    </List>
  )
}

function placesOf({ inDraft, isLive, inRuns, status }: TemplateUse): string {
  const places = [
    isLive && `live (${statusWord('workflow', status).toLowerCase()})`,
    inDraft && 'in its draft',
    inRuns && 'in runs of an older version that are not finished',
  ]
  return places.filter(Boolean).join(', ')
}
