import type { WorkflowStatus } from '@hubflow/core'
import { tables } from '@hubflow/db'
import { and, eq, ilike, inArray, isNotNull, isNull, or, type SQL, sql } from 'drizzle-orm'
import { containing } from '../../http/search-text.ts'

const { workflows } = tables

export interface WorkflowFilter {
  status?: WorkflowStatus[] | undefined
  category?: string | undefined
  owner?: string | undefined
  q?: string | undefined
  bin?: 'true' | undefined
}

/** Conditions over `workflows`, by the part of the filter that each comes from. */
export function filtersOf({ status, category, owner, q, bin }: WorkflowFilter): Record<keyof WorkflowFilter, SQL> {
  return {
    status: status === undefined ? sql`true` : inArray(workflows.status, status),
    category: category === undefined ? sql`true` : eq(workflows.category, category),
    owner: owner === undefined ? sql`true` : eq(workflows.createdBy, owner),
    q: and(...words(q).map(holding)) ?? sql`true`,
    bin: bin === undefined ? isNull(workflows.deletedAt) : isNotNull(workflows.deletedAt),
  }
}

/** One parameter however many there are. */
export function isAmong(ids: string[]): SQL {
  return sql`${workflows.id} = any(${arrayText(ids)}::text::uuid[])`
}

/** Ids or times as PostgreSQL reads an array. */
export function arrayText(values: string[]): string {
  return `{${values.map((value) => `"${value}"`).join(',')}}`
}

function words(q = ''): string[] {
  return q.split(/\s+/).filter(Boolean)
}

function holding(word: string): SQL | undefined {
  const pattern = containing(word)
  return or(ilike(workflows.name, pattern), ilike(workflows.description, pattern), ilike(workflows.category, pattern))
}
