import type { Caller } from '../http/env.ts'

export interface LiveFeed {
  open(caller: Caller, signal: AbortSignal): Response
}
