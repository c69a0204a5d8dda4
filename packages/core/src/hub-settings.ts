import { z } from 'zod'
import { DEFAULT_HUB_SETTINGS } from './hub-defaults.ts'
import { TimeOfDay } from './schedule-config.ts'

const Days = z.number().int().min(1, 'choose one day at least').max(36_500, 'choose 36,500 days at most')

/** What admins set for the whole hub, under the keys that it is stored by. */
export const HubSettings = z.strictObject({
  /** How the hub is called in its own pages. */
  hubName: z.string().trim().min(1, 'give it a name').max(80),
  /** When the events that come every day, week or month take place, in the hub's time zone. */
  fixedHour: TimeOfDay,
  /** Days after its end that a run keeps what it began with and what its steps took and gave. */
  'retention.detailDays': Days,
  /** Days after its end that a run is kept at all. */
  'retention.runDays': Days,
})
export type HubSettings = z.infer<typeof HubSettings>

const DEFAULTS: HubSettings = DEFAULT_HUB_SETTINGS

/** The settings from their stored rows; what is absent, or cannot be read, has its default. */
export function readHubSettings(rows: readonly { key: string; value: unknown }[]): HubSettings {
  const stored = new Map(rows.map(({ key, value }) => [key, value]))
  const read = <Key extends keyof HubSettings>(key: Key): HubSettings[Key] => {
    const schema: z.ZodType<unknown> = HubSettings.shape[key]
    const { success, data } = schema.safeParse(stored.get(key))
    return success ? (data as HubSettings[Key]) : DEFAULTS[key]
  }
  return {
    hubName: read('hubName'),
    fixedHour: read('fixedHour'),
    'retention.detailDays': read('retention.detailDays'),
    'retention.runDays': read('retention.runDays'),
  }
}
