import type { Role } from '@hubflow/core'
import type { ChainLink } from '@hubflow/db'

/** Who is asking. An API key is its owner. */
export interface Caller {
  id: string
  name: string
  email: string
  role: Role
  /** The session or API key that says so: live connections end with it. */
  credential: { kind: 'session' | 'api-key'; id: string }
  /** The workflows that started one another up to this request: what it causes goes on counting. */
  chain: ChainLink[]
}

export interface ApiEnv {
  Variables: { caller: Caller }
}
