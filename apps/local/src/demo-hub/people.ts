import type { NewPerson } from '../account.ts'

/** The four accounts of the embedded mode, one for each role. */
export const DEMO_PEOPLE: NewPerson[] = [
  { name: 'Ada Morgan', email: 'admin@hub.test', role: 'admin' },
  { name: 'Theo Bennett', email: 'trainer@hub.test', role: 'trainer' },
  { name: 'Mara Lindqvist', email: 'manager@hub.test', role: 'manager' },
  { name: 'Gabriel Reyes', email: 'agent@hub.test', role: 'agent' },
]
