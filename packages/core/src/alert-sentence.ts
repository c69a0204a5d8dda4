import type { AlertCondition } from './alert.ts'

/** When a rule tells somebody: `when “Welcome” fails 3 times in a row`; without a name it is about all workflows. */
export function sentenceOfAlert(condition: AlertCondition, workflowName: string | null): string {
  const one = workflowName === null ? 'any workflow' : `“${workflowName}”`
  switch (condition.kind) {
    case 'failures-in-row':
      return condition.count === 1
        ? `when a run of ${one} fails`
        : `when ${one} fails ${condition.count} times in a row`
    case 'failure-rate':
      return `when more than ${condition.percent} % of at least ${inWords(condition.minRuns, 'run')} of ${one} failed in the last ${inWords(condition.hours, 'hour', 'hour')}`
    case 'silence':
      return workflowName === null
        ? `when no workflow at all has run for ${inWords(condition.hours, 'hour', 'an hour')}`
        : `when ${one} is active and has not run for ${inWords(condition.hours, 'hour', 'an hour')}`
  }
}

function inWords(count: number, one: 'run' | 'hour', single = `1 ${one}`): string {
  return count === 1 ? single : `${count} ${one}s`
}
