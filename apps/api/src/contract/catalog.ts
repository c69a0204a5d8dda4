import type { CatalogEntry } from '@hubflow/core'
import { z } from 'zod'

export const CatalogList = z.object({
  items: z.array(
    z
      .custom<CatalogEntry>((value) => typeof value === 'object' && value !== null)
      .meta({
        type: 'object',
        description: 'A node type as data, with the JSON Schemas of its config and output.',
      }),
  ),
})
