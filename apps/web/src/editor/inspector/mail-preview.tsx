import type { VariableGroup } from '@hubflow/core'
import { useComputedColorScheme } from '@mantine/core'
import { templateParts } from '../template-text.ts'
import classes from './inspector.module.css'

/** A mail's text as it will look, with samples in place of data; walled off, so that nothing in it can run or reach the page. */
export function MailPreview({ html, groups }: { html: string; groups: readonly VariableGroup[] }) {
  const dark = useComputedColorScheme('light') === 'dark'
  const body = templateParts(html, groups)
    .map((part) => (part.kind === 'text' ? part.text : `<mark>${escapeHtml(part.sample ?? part.label)}</mark>`))
    .join('')
  const colours = dark ? 'color:#d6d9e0' : 'color:#1f2430'
  const style = `body{margin:0;font:13px/1.5 Inter,system-ui,sans-serif;${colours};overflow-wrap:anywhere}p{margin:0 0 8px}mark{color:inherit;background:#5b6ce033;border-radius:4px;padding:0 3px}a{color:inherit}`
  return (
    <iframe
      className={classes.mail}
      title="Text of the mail"
      sandbox=""
      srcDoc={`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'"><style>${style}</style>${body}`}
    />
  )
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`)
}
