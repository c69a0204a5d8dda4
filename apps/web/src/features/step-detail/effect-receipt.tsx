import type { RunStep } from '@hubflow/api/client'
import { HUB_TABLES, type HubTableName, type Json } from '@hubflow/core'
import { Code, Group, Text } from '@mantine/core'
import { IconArrowNarrowRight, IconBell, IconFlask, IconMail, IconPencil, IconWorldUpload } from '@tabler/icons-react'
import { useInfiniteQuery } from '@tanstack/react-query'
import type { ReactNode } from 'react'
import { emailsQuery } from '../../api/mail-queries.ts'
import { TextLink } from '../../components/links.tsx'
import { StatusBadge } from '../../components/status-badge.tsx'
import { humanKey } from '../../format/words.ts'
import { PreviewDetail } from './preview-detail.tsx'

type Effect = RunStep['effects'][number]

/** The proof of one thing that a step changed or sent. */
export function EffectReceipt({ effect, runId }: { effect: Effect; runId: string }) {
  switch (effect.kind) {
    case 'email':
      return (
        <Receipt icon={<IconMail size={15} />}>
          Mail{' '}
          <TextLink to="/mail" search={{ email: effect.emailId, run: runId }}>
            “{effect.subject}”
          </TextLink>{' '}
          to {effect.to} <MailState emailId={effect.emailId} runId={runId} />
        </Receipt>
      )
    case 'notification':
      return (
        <Receipt icon={<IconBell size={15} />}>
          Notification “{effect.title}” to {effect.to}
        </Receipt>
      )
    case 'request':
      return (
        <Receipt icon={<IconWorldUpload size={15} />}>
          {effect.method} {effect.url} answered {effect.status}
          <Text span size="xs" c="dimmed" display="block">
            Its key, by which it is done only once: <Code>{effect.idempotencyKey}</Code>
          </Text>
        </Receipt>
      )
    case 'preview':
      return (
        <>
          <Receipt icon={<IconFlask size={15} />}>{effect.sentence}</Receipt>
          <PreviewDetail effect={effect} />
        </>
      )
    case 'field':
      return (
        <Receipt icon={<IconPencil size={15} />}>
          {fieldLabel(effect.table, effect.field)}: {shown(effect.before)}{' '}
          <IconArrowNarrowRight size={14} role="img" aria-label="became" style={{ verticalAlign: '-2px' }} />{' '}
          <strong>{shown(effect.after)}</strong>
        </Receipt>
      )
  }
}

/** How the mail stands in the queue, and why it was not taken where it failed. */
function MailState({ emailId, runId }: { emailId: string; runId: string }) {
  const { data } = useInfiniteQuery(emailsQuery({ runId }))
  const mail = data?.pages.flatMap((page) => page.items).find(({ id }) => id === emailId)
  if (!mail) return null
  return (
    <>
      <StatusBadge of="email" status={mail.status} size="sm" />
      {mail.status !== 'sent' && mail.errorMessage && (
        <Text span size="xs" c="dimmed" display="block">
          {mail.errorMessage}
        </Text>
      )}
    </>
  )
}

function Receipt({ icon, children }: { icon: ReactNode; children: ReactNode }) {
  return (
    <Group gap={8} wrap="nowrap" align="flex-start" py={2}>
      <Text span c="dimmed" lh={1.5} aria-hidden>
        {icon}
      </Text>
      <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
        {children}
      </Text>
    </Group>
  )
}

function fieldLabel(table: string, field: string): string {
  const known = Object.hasOwn(HUB_TABLES, table) ? HUB_TABLES[table as HubTableName] : undefined
  const label = known?.columns.find(({ name }) => name === field)?.label ?? humanKey(field)
  return known ? `${known.singular}, ${label.toLowerCase()}` : label
}

function shown(value: Json): string {
  if (value === null || value === '') return 'empty'
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}
