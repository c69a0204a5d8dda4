export const SECTIONS = ['hub', 'secrets', 'addresses', 'events'] as const
export type Section = (typeof SECTIONS)[number]

export interface SettingsSearch {
  section?: Section
}

export function readSettingsSearch({ section }: Record<string, unknown>): SettingsSearch {
  const known = SECTIONS.find((candidate) => candidate === section)
  return known && known !== 'hub' ? { section: known } : {}
}
