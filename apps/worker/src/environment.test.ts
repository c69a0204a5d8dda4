import { expect, test } from 'vitest'
import { readEnvironment } from './environment.ts'

test('reads what is set, and takes empty as unset', () => {
  const config = readEnvironment({
    DATABASE_URL: 'postgres://hubflow@127.0.0.1:5432/hubflow',
    HUBFLOW_SECRET: 's'.repeat(32),
    HUBFLOW_TIME_ZONE: 'Europe/Berlin',
    OUTBOUND_ALLOW: '10.0.0.0/8, crm.internal',
    SMTP_URL: '',
  })
  expect(config).toMatchObject({
    timeZone: 'Europe/Berlin',
    outboundAllow: ['10.0.0.0/8', 'crm.internal'],
    smtpUrl: null,
  })
})

test('tells all problems at once', () => {
  const reading = () => readEnvironment({ HUBFLOW_TIME_ZONE: 'Berlin', SMTP_URL: 'mail' })
  expect(reading).toThrow('DATABASE_URL must be')
  expect(reading).toThrow('HUBFLOW_SECRET is not set')
  expect(reading).toThrow('HUBFLOW_TIME_ZONE must be')
  expect(reading).toThrow('SMTP_URL must be')
})
