import type { RunSummary } from '@hubflow/api/client'
import { isFinished } from '@hubflow/core'
import { plural } from '../../format/words.ts'

export type BulkAction = 'cancel' | 'retry' | 'release' | 'skip-wait'

interface BulkWords {
  /** On the button. */
  verb: string
  /** Of the dialog, which asks. */
  question: string
  /** What will happen to the runs that it concerns. */
  preview(count: number): string
  done(count: number): string
}

export const BULK_ACTIONS: Record<BulkAction, BulkWords> = {
  retry: {
    verb: 'Retry',
    question: 'Retry these runs?',
    preview: (count) =>
      `${plural(count, 'run goes', 'runs go')} on from the step that failed, on the version that ran. Completed steps are not done again, and what they sent is not sent again. The failed step is done again: what it had sent before it failed may be sent again.`,
    done: (count) => `${plural(count, 'run goes', 'runs go')} on`,
  },
  release: {
    verb: 'Release',
    question: 'Release these runs?',
    preview: (count) =>
      `${plural(count, 'held run starts', 'held runs start')} now, also above the daily limit of the workflow. Mail and requests of their steps go out.`,
    done: (count) => `${plural(count, 'run was', 'runs were')} released`,
  },
  'skip-wait': {
    verb: 'Skip the wait',
    question: 'Skip the wait of these runs?',
    preview: (count) =>
      `${plural(count, 'run does', 'runs do')} not wait any longer: the next step is done at once, whatever time it is.`,
    done: (count) => `${plural(count, 'run goes', 'runs go')} on now`,
  },
  cancel: {
    verb: 'Cancel',
    question: 'Cancel these runs?',
    preview: (count) =>
      `${plural(count, 'run is', 'runs are')} ended. Steps that are done stay done: mail that was sent is not called back. The steps that would follow are not taken, and a cancelled run cannot go on.`,
    done: (count) => `${plural(count, 'run was', 'runs were')} cancelled`,
  },
}

export const BULK_ACTION_NAMES: BulkAction[] = ['retry', 'release', 'skip-wait', 'cancel']

/** Those of the runs whose state allows it. */
export function concerned(action: BulkAction, runs: RunSummary[]): RunSummary[] {
  return runs.filter(({ status, isTest }) => {
    if (action === 'retry') return status === 'failed' && !isTest
    if (action === 'release') return status === 'held'
    if (action === 'skip-wait') return status === 'waiting'
    return !isFinished(status)
  })
}
