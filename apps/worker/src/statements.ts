import type postgres from 'postgres'

/** What both a pool and a transaction of postgres.js can do: take a statement. */
export type Statements = postgres.ISql
