import type { BulkWorkflowsDone } from '@hubflow/api/client'
import { plural } from '../../format/words.ts'

export type BulkAction = 'pause' | 'resume' | 'archive' | 'delete' | 'restore'

interface BulkWords {
  /** On the button. */
  verb: string
  question(many: string): string
  preview: string
  /** `12 workflows …`. */
  done: string
  /** `3 … already`. */
  was: string
}

export const BULK_WORDS: Record<BulkAction, BulkWords> = {
  pause: {
    verb: 'Pause',
    question: (many) => `Pause ${many}?`,
    preview: 'They start nothing until they are resumed. Runs that are under way or wait go on to their end.',
    done: 'paused',
    was: 'paused',
  },
  resume: {
    verb: 'Resume',
    question: (many) => `Resume ${many}?`,
    preview: 'They start again from now on, as their live versions say. What happened meanwhile is not made up for.',
    done: 'resumed',
    was: 'active',
  },
  archive: {
    verb: 'Archive',
    question: (many) => `Archive ${many}?`,
    preview: 'They start nothing and leave the list; the status “Archived” shows them. They can be resumed any time.',
    done: 'archived',
    was: 'archived',
  },
  delete: {
    verb: 'Move to the bin',
    question: (many) => `Move ${many} to the bin?`,
    preview:
      'They stop starting, and their runs that wait are cancelled. They stay in the bin for 30 days; the runs that ended keep their history.',
    done: 'moved to the bin',
    was: 'in the bin',
  },
  restore: {
    verb: 'Restore',
    question: (many) => `Restore ${many}?`,
    preview: 'They come back paused, so that nothing starts before you have looked; those never published as drafts.',
    done: 'restored',
    was: 'back',
  },
}

/** `12 workflows paused, 3 were paused already, 2 could not be`. */
export function resultInWords(action: BulkAction, { changed, already, refused, gone }: BulkWorkflowsDone): string {
  const { done, was } = BULK_WORDS[action]
  const parts = [
    changed > 0 || already + refused.length + gone === 0 ? `${plural(changed, 'workflow')} ${done}` : `None ${done}`,
    already > 0 ? `${already.toLocaleString()} ${already === 1 ? 'was' : 'were'} ${was} already` : null,
    refused.length > 0 ? `${refused.length.toLocaleString()} could not be` : null,
    gone > 0 ? `${gone.toLocaleString()} ${gone === 1 ? 'is' : 'are'} gone` : null,
  ]
  return parts.filter((part) => part !== null).join(', ')
}
