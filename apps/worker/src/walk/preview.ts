import type { Json, WorkflowNode } from '@hubflow/core'
import type { Action, Preview } from '@hubflow/nodes'
import { DatabaseFault } from '../services/database-fault.ts'
import { noEffects } from './effects.ts'
import type { Arrival } from './outcome.ts'
import type { RunState } from './run-state.ts'
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
    return arrivalOf(preview, preview.branch ?? action.branches?.[0] ?? 'next', run.test?.outputs?.[node.id])
  } catch (error) {
    if (error instanceof DatabaseFault) throw error
    return { status: 'failed', error: stepErrorOf(error) }
  }
}

function arrivalOf(preview: Preview, branch: string, earlier: Json | undefined): Arrival {
  const { sentence, detail, isSample = false } = preview
  // What another system really answered once is nearer to the truth than anything made up.
  const isKnown = isSample && earlier !== undefined
  const outputFrom = isKnown ? 'earlier-run' : 'sample'
  return {
    status: 'completed',
    branch,
    output: isKnown ? earlier : jsonOf(preview.output),
    effects: [{ kind: 'preview', sentence, detail: jsonOf(detail), ...(isSample && { outputFrom }) }],
    resumeAt: preview.resumeAt ?? null,
  }
}
