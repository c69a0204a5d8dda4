/** Apart from the schemas: every page shows the hub's name, and need not load for it what checks definitions. */

/** The hour of a schedule that names none. */
export const DEFAULT_TIME = '08:00'

/** What `HubSettings` says where admins have set nothing. */
export const DEFAULT_HUB_SETTINGS = {
  hubName: 'Hubflow',
  fixedHour: DEFAULT_TIME,
  'retention.detailDays': 30,
  'retention.runDays': 365,
}
