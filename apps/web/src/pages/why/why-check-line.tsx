import type { WhyCheck } from '@hubflow/api/client'
import { Group, Text, VisuallyHidden } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck, IconInfoCircle } from '@tabler/icons-react'
import { TextLink } from '../../components/links.tsx'

const LOOKS = {
  ok: { Icon: IconCircleCheck, color: 'green', word: 'Fine' },
  wrong: { Icon: IconAlertTriangle, color: 'orange', word: 'In the way' },
  know: { Icon: IconInfoCircle, color: 'gray', word: 'To know' },
}

/** One fact, and the way to where it is changed. */
export function WhyCheckLine({ check, workflowId }: { check: WhyCheck; workflowId: string | undefined }) {
  const { Icon, color, word } = LOOKS[check.state]
  return (
    <Group component="li" gap="sm" wrap="nowrap" align="flex-start" py={4}>
      <Icon size={18} color={`var(--mantine-color-${color}-light-color)`} style={{ flex: 'none' }} aria-hidden />
      <Text size="sm" {...(check.state === 'wrong' ? { fw: 600 } : {})}>
        <VisuallyHidden>{word}: </VisuallyHidden>
        {check.sentence} {check.link && <CheckLink link={check.link} workflowId={workflowId} />}
      </Text>
    </Group>
  )
}

function CheckLink({ link, workflowId }: { link: NonNullable<WhyCheck['link']>; workflowId: string | undefined }) {
  const { place, label } = link
  const look = { inherit: true, style: { whiteSpace: 'nowrap' } } as const
  switch (place) {
    case 'workflow':
      return workflowId === undefined ? null : (
        <TextLink to="/workflows/$workflowId" params={{ workflowId }} {...look}>
          {label}
        </TextLink>
      )
    case 'held-runs':
      return (
        <TextLink to="/runs" search={{ status: 'held', ...(workflowId === undefined ? {} : { workflowId }) }} {...look}>
          {label}
        </TextLink>
      )
    case 'events':
      return (
        <TextLink to="/settings" search={{ section: 'events' }} {...look}>
          {label}
        </TextLink>
      )
    default:
      return (
        <TextLink to={`/${place}`} {...look}>
          {label}
        </TextLink>
      )
  }
}
