import { expect, test } from 'vitest'
import { readConfig } from './config.ts'

const GOOD = { DATABASE_URL: 'postgres://localhost/hub', HUBFLOW_SECRET: 'x'.repeat(32) }

test('everything that is wrong is told at once, in sentences', () => {
  expect(
    readConfig({ HUBFLOW_SECRET: 'short', PORT: 'many', PUBLIC_URL: 'hub', HUBFLOW_TIME_ZONE: 'Nowhere/Land' }),
  ).toEqual({
    ok: false,
    problems: [
      'DATABASE_URL is not set. Set it to the URL of a PostgreSQL database.',
      'HUBFLOW_SECRET is too short. Set it to at least 32 random characters.',
      'PORT is not a number. Set it to a port between 0 and 65535.',
      'PUBLIC_URL is no web address. Write it like https://hub.example.com.',
      'HUBFLOW_TIME_ZONE is no time zone. Write an IANA name like Europe/Berlin.',
    ],
  })
})

test('what is left empty has its default', () => {
  const read = readConfig({ ...GOOD, PORT: '', PUBLIC_URL: 'https://hub.example.com/', SMTP_URL: 'smtp://mail' })
  expect(read).toMatchObject({
    ok: true,
    config: { host: '127.0.0.1', port: 3000, publicUrl: 'https://hub.example.com', mail: 'smtp', webDir: null },
  })
  expect(readConfig(GOOD)).toMatchObject({ config: { mail: 'unset', publicUrl: null } })
})
