import type { Role } from '@hubflow/core'

/** The four accounts of the embedded mode, one for each role. */
export const DEMO_PEOPLE: { name: string; email: string; role: Role }[] = [
  { name: 'Ada Morgan', email: 'admin@hub.test', role: 'admin' },
  { name: 'Theo Bennett', email: 'trainer@hub.test', role: 'trainer' },
  { name: 'Mara Lindqvist', email: 'manager@hub.test', role: 'manager' },
  { name: 'Gabriel Reyes', email: 'agent@hub.test', role: 'agent' },
]
