import type { VariableGroup } from '@hubflow/core'
import { templateParts } from '../template-text.ts'
import classes from './inspector.module.css'

/** A template as people read it: `Hello Maria`, what is inserted told apart and named on hover. */
export function TemplatePreview({ text, groups }: { text: string; groups: readonly VariableGroup[] }) {
  return (
    <>
      {templateParts(text, groups).map((part, index) =>
        part.kind === 'text' ? (
          part.text
        ) : (
          // biome-ignore lint/suspicious/noArrayIndexKey: parts have a place and nothing else
          <span
            key={index}
            className={classes.pill}
            data-known={part.isKnown}
            title={part.isKnown ? part.label : `${part.braces} is not known here`}
          >
            {part.sample ?? part.label}
          </span>
        ),
      )}
    </>
  )
}
