import type { RunStep } from '@hubflow/api/client'
import type { Json } from '@hubflow/core'
import { Text } from '@mantine/core'
import { JsonView } from '../../components/json-view.tsx'
import classes from './step-detail.module.css'

type Preview = Extract<RunStep['effects'][number], { kind: 'preview' }>

const OUTPUT_FROM = {
  sample: 'What would go out is made up: only the other system could tell. Steps after this one were given it.',
  'earlier-run': 'What would go out is what the other system answered in an earlier run.',
}

/** What a step of a test run would have sent or changed: a mail as its reader would see it, all else as rows. */
export function PreviewDetail({ effect: { detail, outputFrom } }: { effect: Preview }) {
  const { bodyHtml, ...rest } = partsOf(detail)
  return (
    <>
      <JsonView data={typeof bodyHtml === 'string' ? rest : detail} />
      {typeof bodyHtml === 'string' && (
        // Without any permission: what a mail carries cannot run, load, open or send anything here.
        <iframe
          className={classes.mail}
          title="Text of the mail"
          sandbox=""
          srcDoc={`<!doctype html><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">${bodyHtml}`}
        />
      )}
      {outputFrom && (
        <Text size="xs" c="dimmed" mt={4}>
          {OUTPUT_FROM[outputFrom]}
        </Text>
      )}
    </>
  )
}

function partsOf(detail: Json): { [key: string]: Json } {
  return typeof detail === 'object' && detail !== null && !Array.isArray(detail) ? detail : {}
}
