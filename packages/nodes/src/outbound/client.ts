/** One request to another system, already resolved. */
export interface OutboundRequest {
  method: string
  url: string
  headers: { name: string; value: string }[]
  body?: string
  timeoutMs: number
}

export interface OutboundAnswer {
  status: number
  headers: Record<string, string>
  /** At most 64 kB; `truncated` says that there was more. */
  body: string
  truncated: boolean
}

/** The only way out: public addresses (and those that `OUTBOUND_ALLOW` names), no redirects, bounded time and size. */
export interface OutboundClient {
  send(request: OutboundRequest): Promise<OutboundAnswer>
}
