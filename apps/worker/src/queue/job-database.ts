import type { Db } from 'pg-boss'
import type { ParameterOrJSON } from 'postgres'
import type { Statements } from '../statements.ts'

/**
 * pg-boss's statements on a connection or transaction of ours. Arrays go as one parameter and texts are prepared: the
 * adapter that pg-boss ships writes every element into the statement, which is planned anew each time.
 */
export function jobDatabase(sql: Statements): Db {
  return {
    async executeSql(text, values = []) {
      return { rows: await sql.unsafe(text, values as ParameterOrJSON<never>[], { prepare: true }) }
    },
  }
}
