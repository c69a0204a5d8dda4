/** The Training Hub's tables as data: names for people, types, relations, and what a workflow may write. */

export const HUB_TABLE_NAMES = ['agents', 'clients', 'policies', 'commissions', 'recruits', 'targets'] as const
export type HubTableName = (typeof HUB_TABLE_NAMES)[number]

export type HubColumn = {
  /** snake_case, as in the database, in templates and in `/api/hub/*`. */
  name: string
  label: string
  required?: boolean
  /** True where `update-field` may write it. */
  writable?: boolean
  /** True where the database keeps it by itself. */
  readOnly?: boolean
} & (
  | { type: 'text' | 'email' | 'multiline' | 'number' | 'money' | 'date' | 'datetime' | 'boolean' | 'person' }
  | { type: 'choice'; options: { value: string; label: string }[] }
  | { type: 'record'; table: HubTableName; relation: string }
)

export interface HubTable {
  name: HubTableName
  /** `Policy`, `Policies` */
  singular: string
  plural: string
  /** Columns that together name a record in a list. */
  titleColumns: string[]
  columns: HubColumn[]
}

const choice = (...values: [value: string, label: string][]) => values.map(([value, label]) => ({ value, label }))
const agent = {
  name: 'agent_id',
  label: 'Agent',
  type: 'record',
  table: 'agents',
  relation: 'agent',
  required: true,
} as const

/** Columns of every table (`id`, `created_at`, `updated_at`) are left out: they go without saying. */
export const HUB_TABLES: Record<HubTableName, HubTable> = {
  agents: {
    name: 'agents',
    singular: 'Agent',
    plural: 'Agents',
    titleColumns: ['first_name', 'last_name'],
    columns: [
      { name: 'first_name', label: 'First name', type: 'text', required: true },
      { name: 'last_name', label: 'Last name', type: 'text', required: true },
      { name: 'email', label: 'Email', type: 'email', required: true },
      { name: 'phone', label: 'Phone', type: 'text' },
      { name: 'user_id', label: 'Signs in as', type: 'person' },
      { name: 'active', label: 'Active', type: 'boolean' },
    ],
  },
  clients: {
    name: 'clients',
    singular: 'Client',
    plural: 'Clients',
    titleColumns: ['first_name', 'last_name'],
    columns: [
      { name: 'first_name', label: 'First name', type: 'text', required: true },
      { name: 'last_name', label: 'Last name', type: 'text', required: true },
      { name: 'email', label: 'Email', type: 'email' },
      { name: 'phone', label: 'Phone', type: 'text' },
      { name: 'birth_date', label: 'Birth date', type: 'date' },
      agent,
      { name: 'do_not_contact', label: 'Do not contact', type: 'boolean', writable: true },
    ],
  },
  policies: {
    name: 'policies',
    singular: 'Policy',
    plural: 'Policies',
    titleColumns: ['policy_number'],
    columns: [
      { name: 'policy_number', label: 'Policy number', type: 'text', required: true },
      { name: 'client_id', label: 'Client', type: 'record', table: 'clients', relation: 'client', required: true },
      agent,
      { name: 'carrier', label: 'Carrier', type: 'text', required: true },
      { name: 'product', label: 'Product', type: 'text', required: true },
      { name: 'premium', label: 'Premium', type: 'money', required: true },
      {
        name: 'status',
        label: 'Status',
        type: 'choice',
        options: choice(['pending', 'Pending'], ['active', 'Active'], ['lapsed', 'Lapsed'], ['cancelled', 'Cancelled']),
        writable: true,
      },
      { name: 'effective_date', label: 'Effective date', type: 'date' },
      { name: 'renewal_date', label: 'Renewal date', type: 'date', writable: true },
      { name: 'notes', label: 'Notes', type: 'multiline', writable: true },
    ],
  },
  commissions: {
    name: 'commissions',
    singular: 'Commission',
    plural: 'Commissions',
    titleColumns: ['amount', 'status'],
    columns: [
      { name: 'policy_id', label: 'Policy', type: 'record', table: 'policies', relation: 'policy', required: true },
      agent,
      { name: 'amount', label: 'Amount', type: 'money', required: true },
      {
        name: 'status',
        label: 'Status',
        type: 'choice',
        options: choice(['expected', 'Expected'], ['received', 'Received'], ['charged_back', 'Charged back']),
        writable: true,
      },
      { name: 'due_date', label: 'Due date', type: 'date' },
      { name: 'received_at', label: 'Received at', type: 'datetime', readOnly: true },
      { name: 'notes', label: 'Notes', type: 'multiline', writable: true },
    ],
  },
  recruits: {
    name: 'recruits',
    singular: 'Recruit',
    plural: 'Recruits',
    titleColumns: ['first_name', 'last_name'],
    columns: [
      { name: 'first_name', label: 'First name', type: 'text', required: true },
      { name: 'last_name', label: 'Last name', type: 'text', required: true },
      { name: 'email', label: 'Email', type: 'email' },
      { name: 'phone', label: 'Phone', type: 'text' },
      {
        name: 'phase',
        label: 'Phase',
        type: 'choice',
        options: choice(
          ['applied', 'Applied'],
          ['interview', 'Interview'],
          ['contracting', 'Contracting'],
          ['licensing', 'Licensing'],
          ['training', 'Training'],
          ['active', 'Active'],
          ['dropped', 'Dropped'],
        ),
        writable: true,
      },
      agent,
      { name: 'phase_changed_at', label: 'Phase changed at', type: 'datetime', readOnly: true },
      { name: 'notes', label: 'Notes', type: 'multiline', writable: true },
    ],
  },
  targets: {
    name: 'targets',
    singular: 'Target',
    plural: 'Targets',
    titleColumns: ['name'],
    columns: [
      agent,
      { name: 'name', label: 'Name', type: 'text', required: true },
      { name: 'goal', label: 'Goal', type: 'number', required: true },
      { name: 'current', label: 'Current', type: 'number', writable: true },
      { name: 'milestone', label: 'Milestone (%)', type: 'number', readOnly: true },
      { name: 'period_start', label: 'Period start', type: 'date', required: true },
      { name: 'period_end', label: 'Period end', type: 'date', required: true },
    ],
  },
}
