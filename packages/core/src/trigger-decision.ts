import type { Json } from './run.ts'

/** What became of a trigger, for one workflow that an event, an occurrence of a schedule or a call concerned. */
export const DECISION_VERDICTS = [
  'started',
  'held',
  'paused',
  'filtered',
  'duplicate',
  'already-in',
  'chain-too-deep',
  'missed',
  'overlapping',
  'refused',
] as const
export type DecisionVerdict = (typeof DECISION_VERDICTS)[number]

export interface TriggerDecision {
  verdict: DecisionVerdict
  /**
   * What it rests on: `reason` (held, paused, refused), `clauses` in words (filtered), `entry` (already-in), `chain` of
   * names (chain-too-deep), `count` with `from` and `until` as local times (missed), `at` (overlapping).
   */
  detail: { [key: string]: Json }
}

/** A decision in words: what happened and, where no run was started, what to do to get one. It holds data of the hub. */
export function sentenceOfDecision({ verdict, detail }: TriggerDecision): string {
  switch (verdict) {
    case 'started':
      return 'A run was started.'
    case 'held':
      return `A run was accepted and is held. ${textOf(detail.reason)} Release it, or raise the limit.`
    case 'paused':
      return 'No run was started: the workflow was paused. Resume it, and the next time starts one.'
    case 'filtered':
      return `No run was started: the trigger's filter said no. ${filterInWords(detail)}`
    case 'duplicate':
      return 'No second run was started: the same event had started one before. Nothing needs to be done.'
    case 'already-in':
      return detail.entry === 'once-per-subject'
        ? 'No run was started: this record went through the workflow before, and the trigger lets each in once. Choose “Every time” in the trigger to let it in again.'
        : 'No run was started: a run for this record was still under way. Cancel that run, or choose “Every time” in the trigger.'
    case 'chain-too-deep':
      return sentenceOfChain(textsOf(detail.chain))
    case 'missed':
      return missedInWords(detail)
    case 'overlapping':
      return `No run was started${atInWords(detail.at)}: the run before it was still under way. Let the schedule wait or start anyway, or give it more time between runs.`
    case 'refused':
      return `No run was started. ${textOf(detail.reason) || 'The call was refused.'}`
  }
}

/** How many workflows may start one another in a row; the next is refused with the reason. */
export const MAX_CHAIN_DEPTH = 5

/** Why a chain of workflows ended: `names` from the first workflow to the one that was not begun. */
export function sentenceOfChain(names: string[]): string {
  return `Too many workflows started one another in a row (${names.join(' → ')}), so this run was not begun. Change one of them so that it no longer sets off the next.`
}

function filterInWords(detail: TriggerDecision['detail']): string {
  const clauses = textsOf(detail.clauses)
  if (clauses.length === 0) return 'It cannot be read. Open the trigger, mend its filter and publish.'
  return `${clauses.join(' ')} Change the filter if this should have started.`
}

function missedInWords({ count, from, until }: TriggerDecision['detail']): string {
  const isOne = count === 1 || count === undefined
  const times = isOne ? 'The time' : `${textOf(count)} times`
  const span =
    from === until || until === undefined ? ` at ${localTime(from)}` : ` from ${localTime(from)} to ${localTime(until)}`
  return `${times}${span} ${isOne ? 'was' : 'were'} missed while nothing was at work, and left out as the schedule says. Choose “Start once for each” in the schedule to have missed times caught up.`
}

function atInWords(at: Json | undefined): string {
  return at === undefined ? '' : ` at ${localTime(at)}`
}

function localTime(value: Json | undefined): string {
  return textOf(value).replace('T', ' ')
}

function textOf(value: Json | undefined): string {
  return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
}

function textsOf(value: Json | undefined): string[] {
  return Array.isArray(value) ? value.map(textOf).filter((text) => text !== '') : []
}
