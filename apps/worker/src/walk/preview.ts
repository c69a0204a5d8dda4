import type { Json, PreviewEffect, WorkflowNode } from '@hubflow/core'
import type { Action, Preview } from '@hubflow/nodes'
import { DatabaseFault } from '../services/database-fault.ts'
import { noEffects } from './effects.ts'
import type { Arrival } from './outcome.ts'
import type { RunState } from './run-state.ts'
import { filledSample } from './sample-output.ts'
import { jsonOf, stepErrorOf } from './step.ts'
import type { WalkHost } from './walk-host.ts'

/**
 * What a test run does in place of a step: says what the step would do, and goes on as if it had been done. Failing is
 * an outcome, as in a real run; a database fault goes up.
 */
export async function previewAction(
  action: Action,
  input: Json,
  run: RunState,
  node: WorkflowNode,
  host: WalkHost,
): Promise<Arrival> {
  try {
    const preview = await action.preview(action.config.parse(input), host.services(run, node, noEffects()))
    const branch = preview.branch ?? action.branches?.[0] ?? 'next'
    return { status: 'completed', branch, resumeAt: preview.resumeAt ?? null, ...recordOf(preview, run, node) }
  } catch (error) {
    if (error instanceof DatabaseFault) throw error
    return { status: 'failed', error: stepErrorOf(error) }
  }
}

function recordOf(preview: Preview, run: RunState, node: WorkflowNode): { output: Json; effects: [PreviewEffect] } {
  const { sentence, detail, isSample = false, change } = preview
  const effect: PreviewEffect = { kind: 'preview', sentence, detail: jsonOf(detail), ...(change && { change }) }
  const output = jsonOf(preview.output)
  if (!isSample) return { output, effects: [effect] }
  // What another system really answered once is nearer to the truth than anything made up.
  const earlier = run.test?.outputs?.[node.id]
  return earlier === undefined
    ? { output: filledSample(output, node.id, run.definition), effects: [{ ...effect, outputFrom: 'sample' }] }
    : { output: earlier, effects: [{ ...effect, outputFrom: 'earlier-run' }] }
}
