export const ACCOUNT_SECTIONS = ['password', 'sessions', 'keys', 'notifications'] as const
export type AccountSection = (typeof ACCOUNT_SECTIONS)[number]

export interface AccountSearch {
  section?: AccountSection
}

/** What the address says; the first section needs no saying. */
export function readAccountSearch({ section }: Record<string, unknown>): AccountSearch {
  const known = ACCOUNT_SECTIONS.find((candidate) => candidate === section)
  return known && known !== 'password' ? { section: known } : {}
}
