import type { NotificationKind } from '@hubflow/core'

/** What each kind of notification is about. */
export const KIND_WORDS: Record<NotificationKind, { title: string; about: string }> = {
  step: { title: 'Messages of workflows', about: 'What a step “Notify people” tells you.' },
  'run-failed': { title: 'Failed runs', about: 'A run of a workflow of yours failed; once a cause and day.' },
  'runs-held': { title: 'Held runs', about: 'A workflow of yours has reached its limit; once a day.' },
  'workflow-paused': {
    title: 'Paused workflows',
    about: 'A workflow of yours was paused because its runs kept failing.',
  },
  'mail-failed': { title: 'Mail that could not be sent', about: 'A mail of a workflow of yours was finally refused.' },
  'chain-stopped': {
    title: 'Workflows that start one another',
    about: 'A chain with a workflow of yours was stopped.',
  },
  alert: { title: 'Alerts', about: 'What the rules of the dashboard tell you.' },
  takeover: {
    title: 'Workflows without an owner',
    about: 'Somebody was disabled, and nobody took over. It cannot be turned off in the app, or nobody would notice.',
  },
}
