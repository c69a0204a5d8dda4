import { DEFAULT_TIME } from './hub-defaults.ts'
import { type ScheduleConfig, ScheduleSchema } from './schedule-config.ts'

/** Event types that are a schedule at the hub's fixed hour: every day, on Mondays, on the first of the month. */
export const TIME_EVENT_TYPES = ['time.daily', 'time.weekly', 'time.monthly'] as const
export type TimeEventType = (typeof TIME_EVENT_TYPES)[number]

export function isTimeEventType(name: unknown): name is TimeEventType {
  return TIME_EVENT_TYPES.some((type) => type === name)
}

/**
 * The schedule that a trigger follows, by its own config or, of a `time.…` event, at the hub's fixed hour; null for any
 * other trigger, and for a schedule that cannot be read.
 */
export function scheduleOfTrigger(
  trigger: { type: string; config: { [key: string]: unknown } },
  fixedHour: string = DEFAULT_TIME,
): ScheduleConfig | null {
  if (trigger.type === 'schedule') return ScheduleSchema.safeParse(trigger.config).data ?? null
  if (trigger.type !== 'event' || !isTimeEventType(trigger.config.eventType)) return null
  switch (trigger.config.eventType) {
    case 'time.daily':
      return { kind: 'daily', time: fixedHour }
    case 'time.weekly':
      return { kind: 'weekly', weekdays: [1], time: fixedHour }
    case 'time.monthly':
      return { kind: 'monthly', day: 1, time: fixedHour }
  }
}
