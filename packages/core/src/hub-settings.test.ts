import { expect, test } from 'vitest'
import { DEFAULT_HUB_SETTINGS } from './hub-defaults.ts'
import { readHubSettings } from './hub-settings.ts'

test('what is absent, unknown or cannot be read has its default', () => {
  expect(readHubSettings([])).toEqual(DEFAULT_HUB_SETTINGS)
  const rows = [
    { key: 'hubName', value: 'Academy' },
    { key: 'fixedHour', value: '25:00' },
    { key: 'retention.detailDays', value: 7.5 },
    { key: 'retention.runDays', value: 90 },
    { key: 'colour', value: 'green' },
  ]
  expect(readHubSettings(rows)).toEqual({ ...DEFAULT_HUB_SETTINGS, hubName: 'Academy', 'retention.runDays': 90 })
})
