import { findNode, type Problem } from '@hubflow/core'
import { Anchor } from '@mantine/core'
import { showWarning } from '../components/toast.tsx'
import { plural } from '../format/words.ts'
import type { Editor } from './editor-context.ts'

/**
 * Says at once which values of pasted steps come from what this workflow does not have, and leads to the first. What was
 * wrong here `before`, in the steps that were copied, is no news.
 */
export function tellWhatIsMissing(
  { problems, store, view }: Editor,
  pastedIds: readonly string[],
  before: readonly Problem[],
): void {
  const known = new Set(before.map(({ message }) => message))
  const missing = problems
    .checkNow()
    .filter(
      ({ code, nodeId = '', message }) =>
        code === 'template-unknown-path' && pastedIds.includes(nodeId) && !known.has(message),
    )
  const [first] = missing
  if (!first?.nodeId) return
  const { nodeId, field } = first
  const step = findNode(store.getState().history.present, nodeId)
  showWarning(missingWords(missing), (close) => (
    <Anchor
      component="button"
      type="button"
      size="sm"
      onClick={() => {
        close()
        view.setState({ selectedIds: [nodeId], request: { nodeId, center: true }, freshIds: [] })
        if (field) view.setState({ fieldRequest: { nodeId, field } })
      }}
    >
      Show the first, in “{step?.name}”
    </Anchor>
  ))
}

/** `2 values in the pasted steps come from steps that are not here` */
function missingWords(missing: readonly Problem[]): string {
  const come = missing.length === 1 ? 'comes' : 'come'
  const from = missing.every(({ message }) => message.startsWith('There is no step'))
    ? missing.length === 1
      ? 'a step that is not here'
      : 'steps that are not here'
    : 'what is not there at this place'
  return `${plural(missing.length, 'value')} in the pasted steps ${come} from ${from}`
}
