import type { EmailTemplateView } from '@hubflow/api/client'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { ApiError } from '../../api/api-error.ts'
import { client, unwrap } from '../../api/client.ts'
import { keys } from '../../api/keys.ts'
import { isSameJson } from '../../editor/same-json.ts'
import { forget, keep, readKept, type TemplateContent } from './template-journal.ts'

export interface TemplateForm {
  content: TemplateContent
  change(part: Partial<TemplateContent>): void
  /** What the server has now. */
  saved: EmailTemplateView
  isChanged: boolean
  /** False where the browser could not keep what is not saved. */
  isKept: boolean
  /** When what is shown was typed, where it was brought back from before. */
  restoredAt: number | null
  save(): void
  discard(): void
  isSaving: boolean
  error: ApiError | null
  /** The newer one that somebody saved meanwhile. */
  theirs: EmailTemplateView | null
  takeTheirs(): void
  saveMine(): void
}

/** A template while it is edited: every change is kept in this browser until the server has it. */
export function useTemplateForm(template: EmailTemplateView): TemplateForm {
  const queryClient = useQueryClient()
  const [saved, setSaved] = useState(template)
  const [kept] = useState(() => readKept(template.id, localStorage))
  const [content, setContent] = useState(() => kept?.content ?? contentOf(template))
  const latest = useRef(content)
  const [revision, setRevision] = useState(kept?.revision ?? template.revision)
  const [restoredAt, setRestoredAt] = useState(kept?.at ?? null)
  const [isKept, setKept] = useState(true)
  const [theirs, setTheirs] = useState<EmailTemplateView | null>(null)

  const { mutate, isPending, error, reset } = useMutation({
    mutationFn: (asked: { content: TemplateContent; revision: number }) =>
      unwrap(
        client.api['email-templates'][':id'].$put({
          param: { id: template.id },
          json: { ...asked.content, revision: asked.revision },
        }),
      ),
    onSuccess(next, asked) {
      const typedMeanwhile = latest.current === asked.content ? null : latest.current
      show(next)
      if (typedMeanwhile) write(typedMeanwhile, next.revision)
    },
    onError(refusal) {
      const newer = newerOf(refusal)
      if (newer) setTheirs(newer)
    },
  })

  function show(next: EmailTemplateView): void {
    setSaved(next)
    setRevision(next.revision)
    setTheirs(null)
    setRestoredAt(null)
    latest.current = contentOf(next)
    setContent(latest.current)
    forget(template.id, localStorage)
    void queryClient.invalidateQueries({ queryKey: keys.emailTemplates })
  }

  function write(next: TemplateContent, from: number): void {
    latest.current = next
    setContent(next)
    setKept(keep(template.id, { content: next, revision: from, at: Date.now() }, localStorage))
  }

  return {
    content,
    change: (part) => write({ ...latest.current, ...part }, revision),
    saved,
    isChanged: !isSameJson(content, contentOf(saved)),
    isKept,
    restoredAt,
    save: () => mutate({ content, revision }),
    discard() {
      show(saved)
      reset()
    },
    isSaving: isPending,
    error: error instanceof ApiError && newerOf(error) === null ? error : null,
    theirs,
    takeTheirs() {
      if (theirs) show(theirs)
      reset()
    },
    saveMine() {
      if (theirs) mutate({ content, revision: theirs.revision })
    },
  }
}

function contentOf(template: EmailTemplateView): TemplateContent {
  const { name, description, category, subjectTable, subject, bodyHtml, bodyText, isMarketing } = template
  return { name, description, category, subjectTable, subject, bodyHtml, bodyText, isMarketing }
}

function newerOf(error: unknown): EmailTemplateView | null {
  const body = error instanceof ApiError && error.status === 409 ? error.body : null
  return (body as { template?: EmailTemplateView } | null)?.template ?? null
}
