import type { Json } from './run.ts'

/** A JSON object: what a record, an event's data or a step's output is. */
export type JsonObject = { [key: string]: Json }

/**
 * What `{{…}}` can read while a step is prepared; the one list of roots.
 *
 * | root | holds |
 * |---|---|
 * | `trigger` | webhook: `body`, `headers`, `query` · event: `type`, `data` · manual: `inputs` · schedule: `scheduledFor` |
 * | `steps.<node id>` | the output of a step that ran before |
 * | `subject` | the record that the run is about, snake_case columns, relations by name; null when the run has none |
 * | `workflow` | `id`, `name` |
 * | `run` | `id`, `started_at`, `is_test` |
 * | `now` | the moment the step is prepared |
 *
 * Times are ISO 8601 texts in UTC, dates are `2026-03-01`. A null counts as missing.
 */
export interface TemplateScope {
  trigger: JsonObject
  steps: { [nodeId: string]: Json }
  subject: JsonObject | null
  workflow: { id: string; name: string }
  run: { id: string; started_at: string; is_test: boolean }
  now: string
}

/** How a resolved template is put into its surroundings. */
export interface TemplateOptions {
  /** IANA zone that the `date` filter shows times in; UTC without one. */
  timeZone?: string
}

/** The kind of an event, as checks and the data picker need it. */
export interface EventTypeInfo {
  /** `policy.created` */
  name: string
  fields: { key: string; label: string; type: string }[]
  /** The hub table of the record that a run is about; null when the event has none. */
  subjectTable: string | null
  title?: string
  sample?: { [key: string]: unknown }
}
