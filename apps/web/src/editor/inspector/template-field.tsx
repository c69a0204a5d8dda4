import { isTemplate } from '@hubflow/core'
import { ActionIcon, Input, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconVariable } from '@tabler/icons-react'
import { lazy, Suspense, useId, useState } from 'react'
import classes from './inspector.module.css'
import { type FieldProps, useInspector } from './inspector-context.ts'
import { MailField } from './mail-field.tsx'
import type { PillEditorProps } from './pills/pill-editor-props.ts'
import { textOf } from './record-of.ts'
import { TemplatePreview } from './template-preview.tsx'

/** Their library is as large as half of the app: it comes when a text is looked at. */
const PlainEditor = lazy(() => import('./pills/plain-editor.tsx').then((module) => ({ default: module.PlainEditor })))

interface TemplateFieldProps extends FieldProps {
  lines: number
  monospace?: boolean
  /** The text of a mail: with looks, and shown as the mail that it makes. */
  html?: boolean
  error: string | undefined
  /** A small part of a larger control, which says what it is. */
  compact?: boolean
  /** Whether the text is shown once more with samples in place of data. */
  reads?: boolean
}

/** A text that data can be inserted into, shown as pills: by the button, or by typing `{{` or `/`. */
export function TemplateField({
  field,
  value,
  onChange,
  lines,
  monospace = false,
  html = false,
  error: problem,
  compact = false,
  reads = true,
}: TemplateFieldProps) {
  const { variables, endGesture } = useInspector()
  const [showsBraces, setShowsBraces] = useState(false)
  const [isAsking, setAsking] = useState(false)
  const id = useId()
  const text = textOf(value)
  const error = isAsking ? undefined : problem
  const editor: PillEditorProps = {
    title: field.title,
    text,
    onText: onChange,
    onLeave: endGesture,
    lines,
    variables,
    attributes: {
      role: 'textbox',
      'aria-label': field.title,
      'aria-autocomplete': 'list',
      'aria-required': String(field.required),
      'aria-invalid': String(error !== undefined),
      'aria-describedby': [field.help && !compact && `${id}-description`, error && `${id}-error`]
        .filter(Boolean)
        .join(' '),
    },
    placeholder: field.placeholder ?? '',
    isWrong: error !== undefined,
    isCode: monospace,
    size: compact ? 'xs' : 'sm',
    onAsking: setAsking,
    onShowBraces: () => setShowsBraces(true),
  }

  return (
    <Input.Wrapper
      id={id}
      {...(compact ? {} : { label: field.title, description: field.help, required: field.required })}
      error={error}
      labelElement="div"
    >
      {showsBraces ? (
        <TextWithBraces {...editor} onBack={() => setShowsBraces(false)} />
      ) : html ? (
        <MailField {...editor} />
      ) : (
        <Suspense fallback={<Loading {...editor} />}>
          <PlainEditor {...editor} />
        </Suspense>
      )}
      {reads && !html && !isAsking && isTemplate(text) && (
        <div className={classes.reads} data-lines={lines}>
          <span className={classes.readsLabel}>Reads</span> <TemplatePreview text={text} groups={variables} />
        </div>
      )}
    </Input.Wrapper>
  )
}

/** The text as it is kept, for those who asked for it. */
function TextWithBraces({
  text,
  onText,
  onLeave,
  attributes,
  lines,
  size,
  isWrong,
  onBack,
}: PillEditorProps & { onBack(): void }) {
  const { role: _, ...aria } = attributes
  const common = {
    ...aria,
    size,
    error: isWrong,
    value: text,
    onBlur: onLeave,
    styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 12.5 } },
    rightSection: (
      <Tooltip label="Show data as pills">
        <ActionIcon aria-label="Show data as pills" onClick={onBack}>
          <IconVariable size={18} />
        </ActionIcon>
      </Tooltip>
    ),
  }
  if (lines === 1) return <TextInput {...common} onChange={(event) => onText(event.currentTarget.value)} />
  return (
    <Textarea
      {...common}
      autosize
      minRows={lines}
      maxRows={18}
      onChange={(event) => onText(event.currentTarget.value)}
    />
  )
}

/** The same place with the same text, while the editor comes. */
function Loading({ text, variables, size, lines }: PillEditorProps) {
  return (
    <Input component="div" size={size} multiline mih={lines === 1 ? undefined : 92} aria-busy>
      <TemplatePreview text={text} groups={variables} />
    </Input>
  )
}
