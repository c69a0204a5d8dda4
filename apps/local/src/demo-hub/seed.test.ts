import { type TestDatabase, testDatabase } from '@hubflow/db/testing'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { seedDemoHub } from './seed.ts'

let database: TestDatabase
beforeAll(async () => {
  database = await testDatabase()
  await seedDemoHub(database.url, 'training-hub')
})
afterAll(() => database.drop())

test('the records are there, and none of them is news', async () => {
  const owner = database.connect('hubflow_owner')
  const [counts] = await owner.sql`
    select (select count(*)::int from hub.agents) as agents, (select count(*)::int from hub.clients) as clients,
      (select count(*)::int from hub.policies) as policies, (select count(*)::int from hub.commissions) as commissions,
      (select count(*)::int from hub.recruits) as recruits, (select count(*)::int from hub.targets) as targets,
      (select count(*)::int from hub.changes where dispatched_at is null) as changes,
      (select count(*)::int from hubflow.events where dispatched_at is null) as events`
  expect(counts).toEqual({
    agents: 6,
    clients: 18,
    policies: 22,
    commissions: 20,
    recruits: 10,
    targets: 6,
    changes: 0,
    events: 0,
  })
})

test('targets stand at the milestone that they have reached', async () => {
  const owner = database.connect('hubflow_owner')
  const targets = await owner.sql`select name, current::int, goal::int, milestone from hub.targets order by current`
  expect(targets.map(({ current, goal, milestone }) => [current, goal, milestone])).toEqual([
    [1, 4, 25],
    [39, 40, 75],
    [4_900, 15_000, 25],
    [8_150, 12_000, 50],
    [10_400, 20_000, 50],
    [13_200, 18_000, 50],
  ])
})

test('a hub with people in it stays as it is', async () => {
  await seedDemoHub(database.url, 'another password')
  const auth = database.connect('hubflow_auth')
  const people = await auth.sql`select email from hubflow.user_profiles order by email`
  expect(people.map(({ email }) => email)).toEqual([
    'admin@hub.test',
    'agent@hub.test',
    'manager@hub.test',
    'trainer@hub.test',
  ])
})
