/**
 * What a notification can be about. People choose by kind whether they are told in the app, by mail or not at all; what is
 * required is always told in the app.
 */
export const NOTIFICATION_KINDS = [
  'step',
  'run-failed',
  'runs-held',
  'workflow-paused',
  'mail-failed',
  'chain-stopped',
  'alert',
  'takeover',
] as const

export type NotificationKind = (typeof NOTIFICATION_KINDS)[number]

/** Workflows without somebody to answer for them: nobody who could take them over may miss it. */
export const REQUIRED_KINDS: readonly NotificationKind[] = ['takeover']
