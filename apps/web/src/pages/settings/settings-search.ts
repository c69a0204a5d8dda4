export const SECTIONS = ['hub', 'secrets', 'addresses', 'events'] as const
export type Section = (typeof SECTIONS)[number]

export interface SettingsSearch {
  section?: Section
  /** The secret that a new value is asked for when the page opens. */
  secret?: string
}

export function readSettingsSearch({ section, secret }: Record<string, unknown>): SettingsSearch {
  const known = SECTIONS.find((candidate) => candidate === section)
  return {
    ...(known && known !== 'hub' ? { section: known } : {}),
    ...(known === 'secrets' && typeof secret === 'string' && secret ? { secret } : {}),
  }
}
