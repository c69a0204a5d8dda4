import type { VariableGroup } from '@hubflow/core'
import { type TemplatePart, templateParts } from '../template-text.ts'
import classes from './inspector.module.css'

/** A template as people read it: `Hello Maria`, what is inserted told apart and named on hover. */
export function TemplatePreview({ text, groups }: { text: string; groups: readonly VariableGroup[] }) {
  return templateParts(text, groups).map((part, index) => {
    const place = `${index}`
    return part.kind === 'text' ? part.text : <DataPill key={place} part={part} />
  })
}

function DataPill({ part }: { part: Extract<TemplatePart, { kind: 'data' }> }) {
  const title = part.isKnown ? part.label : `${part.braces} is not known here`
  const look = part.isKnown ? (part.sample === undefined ? 'open' : 'sample') : 'unknown'
  return (
    <span className={classes.pill} data-look={look} title={title}>
      {part.sample ?? part.label}
    </span>
  )
}
