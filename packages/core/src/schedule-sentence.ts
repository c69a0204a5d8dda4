import { DEFAULT_TIME } from './hub-defaults.ts'
import { type ScheduleConfig, WEEK_NAMES, WEEKDAYS } from './schedule-config.ts'

/**
 * A schedule in words: `Every Monday and Thursday at 08:00, Europe/Berlin`. `timeZone` is named where the schedule names
 * none itself; without both, no zone is.
 */
export function sentenceOfSchedule(config: ScheduleConfig, { timeZone }: { timeZone?: string } = {}): string {
  const zone = config.timeZone ?? timeZone
  const isSpaced = config.kind === 'interval'
  return [
    rhythmOf(config),
    ...(zone === undefined || isSpaced ? [] : [`, ${zone}`]),
    ...(config.startsOn === undefined ? [] : [`, from ${inWords(config.startsOn)}`]),
    ...(config.endsOn === undefined ? [] : [`, until ${inWords(config.endsOn)}`]),
  ].join('')
}

function rhythmOf(config: ScheduleConfig): string {
  switch (config.kind) {
    case 'daily':
      return `Every day${at(config.time)}`
    case 'weekly':
      return `${weekdaysInWords(config.weekdays)}${at(config.time)}`
    case 'monthly':
      return `${dayInWords(config)}${at(config.time)}`
    case 'interval':
      return config.every === 1 ? `Every ${config.unit.slice(0, -1)}` : `Every ${config.every} ${config.unit}`
    case 'cron':
      return `By the cron expression ${config.cron.trim().replaceAll(/\s+/g, ' ')}`
  }
}

function at(time = DEFAULT_TIME): string {
  return ` at ${time}`
}

function weekdaysInWords(weekdays: readonly number[]): string {
  const days = [...new Set(weekdays)].sort((one, other) => one - other)
  if (days.length === 7) return 'Every day'
  if (days.join() === '1,2,3,4,5') return 'Every working day, Monday to Friday,'
  return `Every ${listInWords(days.map((day) => WEEKDAYS[day - 1] ?? String(day)))}`
}

function dayInWords({ day, nth }: Extract<ScheduleConfig, { kind: 'monthly' }>): string {
  if (nth) return `On the ${WEEK_NAMES[nth.week]} ${WEEKDAYS[nth.weekday - 1]} of every month`
  if (day === 'last') return 'On the last day of every month'
  // A month without that day is left out rather than moved to its last day: nobody should be written to early.
  return Number(day) > 28 ? `On day ${day} of every month that has one` : `On day ${day} of every month`
}

function listInWords(words: readonly string[]): string {
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('')
}

function inWords(local: string): string {
  return local.slice(0, 16).replace('T', ' ')
}
