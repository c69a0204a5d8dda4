import { ActionIcon, Alert, Anchor, Tooltip } from '@mantine/core'
import { IconCode, IconEye, IconPencil } from '@tabler/icons-react'
import { lazy, Suspense, useCallback, useState } from 'react'
import { MailPreview } from './mail-preview.tsx'
import type { PillEditorProps } from './pills/pill-editor-props.ts'

const MailEditor = lazy(() => import('./pills/mail-editor.tsx').then((module) => ({ default: module.MailEditor })))
const PlainEditor = lazy(() => import('./pills/plain-editor.tsx').then((module) => ({ default: module.PlainEditor })))

/** The text of a mail: as it looks, as HTML, or with samples in place of data. */
export function MailField(props: PillEditorProps) {
  const [mode, setMode] = useState<'text' | 'html' | 'preview'>('text')
  // HTML that the editor does not know is shown as it is: nothing of it may be lost without being asked.
  const [isForeign, setForeign] = useState(false)
  const onForeign = useCallback(() => {
    setForeign(true)
    setMode((current) => (current === 'text' ? 'html' : current))
  }, [])

  if (mode === 'preview')
    return (
      <>
        <MailPreview html={props.text} groups={props.variables} />
        <BackLink onClick={() => setMode(isForeign ? 'html' : 'text')} words="Go on writing" />
      </>
    )
  if (mode === 'html')
    return (
      <Suspense>
        {isForeign && (
          <Alert color="gray" p="xs" mb={6}>
            This text has looks that are kept as HTML only, such as a table or colours.
          </Alert>
        )}
        <PlainEditor {...props} isCode />
        <MailPreview html={props.text} groups={props.variables} />
        {!isForeign && <BackLink onClick={() => setMode('text')} words="Show it as text again" />}
      </Suspense>
    )
  return (
    <Suspense fallback={<MailPreview html={props.text} groups={props.variables} />}>
      <MailEditor
        {...props}
        isCode={false}
        onForeign={onForeign}
        more={
          <>
            <Tooltip label="Show the HTML">
              <ActionIcon aria-label="Show the HTML" size={28} onClick={() => setMode('html')}>
                <IconCode size={17} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Preview with samples">
              <ActionIcon aria-label="Preview with samples" size={28} onClick={() => setMode('preview')}>
                <IconEye size={17} />
              </ActionIcon>
            </Tooltip>
          </>
        }
      />
    </Suspense>
  )
}

function BackLink({ onClick, words }: { onClick(): void; words: string }) {
  return (
    <Anchor component="button" type="button" size="xs" mt={4} onClick={onClick}>
      <IconPencil size={12} aria-hidden /> {words}
    </Anchor>
  )
}
