import type { Role } from '@hubflow/core'

export const ROLE_WORDS: Record<Role, string> = {
  admin: 'Admin',
  trainer: 'Trainer',
  manager: 'Manager',
  agent: 'Agent',
}
