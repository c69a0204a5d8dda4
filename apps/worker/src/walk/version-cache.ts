import { type Definition, parseDefinition } from '@hubflow/core'
import type { Statements } from '../statements.ts'

/** How many definitions are kept; the one that was used longest ago goes first. */
const CAPACITY = 500

export interface VersionedRun {
  workflow_id: string
  version: number | null
  /** The definition that the run carries itself: that of a tested draft. */
  definition: Definition | null
}

/** Published definitions by workflow and version. They are immutable, so what is read once stays true. */
export class VersionCache {
  readonly #definitions = new Map<string, Definition>()

  /** The definition of each run, in the order given; undefined where the version is gone. */
  async definitionsOf(sql: Statements, runs: readonly VersionedRun[]): Promise<(Definition | undefined)[]> {
    const missing = new Map(
      runs
        .filter((run) => run.definition === null && !this.#definitions.has(keyOf(run)))
        .map((run) => [keyOf(run), run]),
    )
    for (const run of missing.values()) {
      const [row] = await sql<{ definition: unknown }[]>`
        select definition from hubflow.workflow_versions where workflow_id = ${run.workflow_id} and version = ${run.version}`
      // Reading it migrates it forward, should it have been published by an older build.
      const parsed = parseDefinition(row?.definition)
      if (parsed.ok) this.#definitions.set(keyOf(run), parsed.definition)
    }
    return runs.map((run) => run.definition ?? this.#recall(keyOf(run)))
  }

  #recall(key: string): Definition | undefined {
    const definition = this.#definitions.get(key)
    if (!definition) return undefined
    this.#definitions.delete(key)
    this.#definitions.set(key, definition)
    const oldest = this.#definitions.size > CAPACITY ? this.#definitions.keys().next().value : undefined
    if (oldest !== undefined) this.#definitions.delete(oldest)
    return definition
  }
}

function keyOf(run: VersionedRun): string {
  return `${run.workflow_id}/${run.version}`
}
