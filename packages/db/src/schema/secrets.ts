import { sql } from 'drizzle-orm'
import { text, uniqueIndex, uuid } from 'drizzle-orm/pg-core'
import { createdAt, hubflow, id, updatedAt } from './columns.ts'
import { userProfiles } from './people.ts'

/** What workflows authenticate with. People write values and never read them; only their names are shown. */
export const secrets = hubflow.table(
  'secrets',
  {
    id: id(),
    name: text().notNull(),
    /** Made by `sealSecret`. */
    ciphertext: text().notNull(),
    createdBy: uuid()
      .notNull()
      .references(() => userProfiles.id),
    createdAt: createdAt(),
    /** When the value was set last. */
    updatedAt: updatedAt(),
  },
  (table) => [uniqueIndex('secrets_name').on(sql`lower(${table.name})`)],
)
