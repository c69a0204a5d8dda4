/** How far back the figures go, in days of the hub; one is today by the hour. */
export const SPANS = ['1', '7', '30'] as const
export type Span = (typeof SPANS)[number]

export const TABS = ['figures', 'alerts'] as const
type DashboardTab = (typeof TABS)[number]

/** What the dashboard shows, as the address bar keeps it. */
export interface DashboardSearch {
  days?: Span
  workflowId?: string
  tab?: DashboardTab
}

export function readDashboardSearch({ days, workflowId, tab }: Record<string, unknown>): DashboardSearch {
  // An address typed by hand may hold a number.
  const span = SPANS.find((candidate) => candidate === String(days))
  return {
    ...(span && span !== '7' ? { days: span } : {}),
    ...(typeof workflowId === 'string' && workflowId ? { workflowId } : {}),
    ...(tab === 'alerts' ? { tab } : {}),
  }
}
