import type { Role } from '@hubflow/core'

/** Who is asking. An API key is its owner. */
export interface Caller {
  id: string
  name: string
  email: string
  role: Role
  /** The session or API key that says so: live connections end with it. */
  credential: { kind: 'session' | 'api-key'; id: string }
}

export interface ApiEnv {
  Variables: { caller: Caller }
}
