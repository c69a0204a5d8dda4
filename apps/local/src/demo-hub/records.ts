import { randomUUID } from 'node:crypto'

/** The demo hub's records, in snake_case as the tables have them. Dates lie around `today`, so that the hub never looks stale. */
export function demoRecords(agentPersonId: string, today: Date) {
  const agents = AGENTS.map(([first_name, last_name], index) => ({
    id: randomUUID(),
    first_name,
    last_name,
    email: index === 0 ? 'agent@hub.test' : address(first_name, last_name, 'agency.example'),
    phone: phone(index),
    user_id: index === 0 ? agentPersonId : null,
    active: index !== AGENTS.length - 1,
  }))
  const clients = CLIENTS.map(([first_name, last_name, birth_date, agent], index) => ({
    id: randomUUID(),
    first_name,
    last_name,
    email: address(first_name, last_name, 'mail.example'),
    phone: phone(100 + index),
    birth_date,
    agent_id: at(agents, agent).id,
    do_not_contact: index === 11,
  }))
  const policies = POLICIES.map(([client, carrier, product, premium, status, startedDaysAgo], index) => ({
    id: randomUUID(),
    policy_number: `TH-${2400 + index * 7}`,
    client_id: at(clients, client).id,
    agent_id: at(clients, client).agent_id,
    carrier,
    product,
    premium,
    status,
    effective_date: status === 'pending' ? null : day(today, -startedDaysAgo),
    renewal_date: status === 'active' ? day(today, 365 - startedDaysAgo) : null,
    notes: null,
  }))
  const commissions = policies.slice(0, 20).map((policy, index) => {
    const status = COMMISSION_STATUSES[index % COMMISSION_STATUSES.length] ?? 'expected'
    const dueInDays = 20 - index * 4
    return {
      id: randomUUID(),
      policy_id: policy.id,
      agent_id: policy.agent_id,
      amount: (Math.round(policy.premium * 55) / 100).toFixed(2),
      status,
      due_date: day(today, dueInDays),
      received_at: status === 'expected' ? null : moment(today, Math.min(dueInDays, -1)),
      notes: status === 'charged_back' ? 'Policy lapsed within the first year' : null,
    }
  })
  const recruits = RECRUITS.map(([first_name, last_name, phase, agent, changedDaysAgo], index) => ({
    id: randomUUID(),
    first_name,
    last_name,
    email: address(first_name, last_name, 'mail.example'),
    phone: phone(200 + index),
    phase,
    agent_id: at(agents, agent).id,
    phase_changed_at: moment(today, -changedDaysAgo),
    notes: null,
  }))
  const targets = TARGETS.map(([agent, name, goal, current]) => ({
    id: randomUUID(),
    agent_id: at(agents, agent).id,
    name,
    goal,
    current,
    period_start: day(today, -45),
    period_end: day(today, 46),
  }))
  return { agents, clients, policies, commissions, recruits, targets }
}

const AGENTS: [first: string, last: string][] = [
  ['Gabriel', 'Reyes'],
  ['Nadia', 'Kowalski'],
  ['Owen', 'Fitzgerald'],
  ['Priya', 'Raman'],
  ['Lucas', 'Moreau'],
  ['Hanna', 'Berg'],
]

const CLIENTS: [first: string, last: string, born: string, agent: number][] = [
  ['Maria', 'Santos', '1984-03-12', 0],
  ['James', 'Whitfield', '1971-11-02', 0],
  ['Aisha', 'Karim', '1990-07-25', 0],
  ['Peter', 'Novak', '1965-01-30', 1],
  ['Elena', 'Rossi', '1988-09-14', 1],
  ['Daniel', 'Okafor', '1979-05-06', 1],
  ['Sofia', 'Andersson', '1993-12-19', 1],
  ['Robert', 'Chen', '1958-08-08', 2],
  ['Grace', 'Mbeki', '1982-04-21', 2],
  ['Tom', 'Haverford', '1986-10-03', 2],
  ['Ingrid', 'Solberg', '1974-02-17', 3],
  ['Miguel', 'Alvarez', '1969-06-11', 3],
  ['Chloe', 'Dubois', '1995-01-09', 3],
  ['Arjun', 'Mehta', '1987-03-28', 3],
  ['Helen', 'Papadakis', '1962-12-05', 4],
  ['Samuel', 'Adeyemi', '1991-08-30', 4],
  ['Katarina', 'Horvat', '1980-05-22', 4],
  ['William', 'Brooks', '1976-09-27', 5],
]

type PolicyStatus = 'pending' | 'active' | 'lapsed' | 'cancelled'
const POLICIES: [
  client: number,
  carrier: string,
  product: string,
  premium: number,
  status: PolicyStatus,
  startedDaysAgo: number,
][] = [
  [0, 'Northlight Life', 'Term Life 20', 840, 'active', 352],
  [0, 'Harbor Mutual', 'Home Contents', 312.5, 'active', 80],
  [1, 'Northlight Life', 'Whole Life', 2160, 'active', 341],
  [2, 'Cedar Health', 'Dental Plus', 468, 'pending', 0],
  [3, 'Harbor Mutual', 'Auto Standard', 1180, 'active', 200],
  [3, 'Northlight Life', 'Term Life 10', 520, 'lapsed', 290],
  [4, 'Cedar Health', 'Family Health', 3940, 'active', 120],
  [5, 'Summit Casualty', 'Small Business', 2875, 'active', 15],
  [6, 'Cedar Health', 'Dental Plus', 468, 'active', 31],
  [7, 'Northlight Life', 'Final Expense', 696, 'active', 360],
  [7, 'Harbor Mutual', 'Auto Standard', 990, 'cancelled', 210],
  [8, 'Summit Casualty', 'Income Protection', 1440, 'active', 95],
  [9, 'Harbor Mutual', 'Home and Contents', 1265, 'active', 11],
  [10, 'Northlight Life', 'Whole Life', 2790, 'active', 338],
  [11, 'Cedar Health', 'Family Health', 4120, 'active', 65],
  [12, 'Summit Casualty', 'Travel Annual', 184, 'pending', 0],
  [13, 'Northlight Life', 'Term Life 30', 1105, 'active', 48],
  [14, 'Harbor Mutual', 'Home and Contents', 1420, 'active', 299],
  [15, 'Summit Casualty', 'Income Protection', 1310, 'lapsed', 170],
  [16, 'Cedar Health', 'Dental Plus', 468, 'active', 22],
  [17, 'Northlight Life', 'Term Life 20', 905, 'active', 344],
  [5, 'Northlight Life', 'Term Life 20', 780, 'pending', 0],
]

const COMMISSION_STATUSES = ['received', 'expected', 'received', 'expected', 'received', 'charged_back'] as const

type Phase = 'applied' | 'interview' | 'contracting' | 'licensing' | 'training' | 'active' | 'dropped'
const RECRUITS: [first: string, last: string, phase: Phase, agent: number, changedDaysAgo: number][] = [
  ['Jonas', 'Weber', 'applied', 0, 2],
  ['Layla', 'Haddad', 'interview', 0, 5],
  ['Marcus', 'Bell', 'contracting', 1, 9],
  ['Yuki', 'Tanaka', 'licensing', 1, 21],
  ['Isabel', 'Cruz', 'training', 2, 3],
  ['Dmitri', 'Volkov', 'training', 2, 14],
  ['Fatima', 'Zahra', 'interview', 3, 1],
  ['Connor', 'Walsh', 'applied', 3, 8],
  ['Bianca', 'Lima', 'active', 4, 30],
  ['Erik', 'Nystrom', 'dropped', 4, 44],
]

const TARGETS: [agent: number, name: string, goal: number, current: number][] = [
  [0, 'New premium this quarter', 12_000, 8_150],
  [1, 'New premium this quarter', 18_000, 13_200],
  [2, 'New premium this quarter', 15_000, 4_900],
  [3, 'New premium this quarter', 20_000, 10_400],
  [4, 'Renewals kept', 40, 39],
  [1, 'Recruits brought to licensing', 4, 1],
]

function at<Item>(items: Item[], index: number): Item {
  const item = items[index]
  if (item === undefined) throw new Error(`the demo hub names number ${index} of a list of ${items.length}`)
  return item
}

function address(first: string, last: string, domain: string): string {
  return `${first}.${last}@${domain}`.toLowerCase()
}

/** Numbers that are set aside for fiction. */
function phone(index: number): string {
  return `+1 555 01${String(index % 100).padStart(2, '0')}`
}

function moment(today: Date, days: number): Date {
  return new Date(today.getTime() + days * 86_400_000)
}

function day(today: Date, days: number): string {
  return moment(today, days).toISOString().slice(0, 10)
}
