import type { RunSummary } from '@hubflow/api/client'
import { TextLink } from './links.tsx'

interface SubjectLinkProps {
  subject: NonNullable<RunSummary['subject']>
  /** Within a sentence a link is always underlined. */
  underline?: 'always' | 'hover'
}

/** The record that something is about, as the way to its page; words where it is gone. */
export function SubjectLink({ subject: { table, id, title }, underline = 'always' }: SubjectLinkProps) {
  if (title === null) return 'a record that is gone'
  return (
    <TextLink to="/records/$table/$recordId" params={{ table, recordId: id }} inherit underline={underline}>
      {title}
    </TextLink>
  )
}
