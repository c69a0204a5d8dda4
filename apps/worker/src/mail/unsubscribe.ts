/** Why a queued mail was not sent to somebody who gets no marketing mail. */
export const UNSUBSCRIBED = 'unsubscribed'
