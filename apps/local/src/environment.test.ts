import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('without variables it is the embedded mode on loopback', () => {
  const environment = readEnvironment({})
  expect(environment).toMatchObject({
    port: 3000,
    host: '127.0.0.1',
    databaseUrl: undefined,
    demoPassword: 'training-hub',
    smtpUrl: undefined,
  })
  expect(environment.dataDir).toMatch(/\/\.hubflow$/)
})

test('an empty variable counts as unset', () => {
  expect(readEnvironment({ PORT: '', DATABASE_URL: '', HOST: '' })).toMatchObject({
    port: 3000,
    databaseUrl: undefined,
  })
})

test('a database of one’s own needs a secret, and the message says how to get one', () => {
  const databaseUrl = 'postgres://hub@db.example:5432/hub'
  expect(() => readEnvironment({ DATABASE_URL: databaseUrl })).toThrow(/set HUBFLOW_SECRET to a random text/)
  const environment = readEnvironment({ DATABASE_URL: databaseUrl, HUBFLOW_SECRET: 's'.repeat(32) })
  expect(environment).toMatchObject({ host: '0.0.0.0', databaseUrl })
})

test('all problems are told at once', () => {
  expect(() => readEnvironment({ PORT: 'http', SMTP_URL: 'mail.example', HUBFLOW_TIME_ZONE: 'Mars/Olympus' })).toThrow(
    'Change the environment and start again: PORT must be a number; SMTP_URL must be an address like smtp://user:password@host:587; HUBFLOW_TIME_ZONE must be the name of a time zone, such as Europe/Berlin.',
  )
})
