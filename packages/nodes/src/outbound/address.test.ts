import { expect, test } from 'vitest'
import { isAllowed, isPublicAddress, parseAllowed } from './address.ts'

const FORBIDDEN = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '10.255.255.255',
  '100.64.0.1',
  '100.100.100.200',
  '127.0.0.1',
  '127.255.255.254',
  '168.63.129.16',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.8',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.7',
  '203.0.113.7',
  '224.0.0.1',
  '239.255.255.255',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::8.8.8.8',
  '::ffff:8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:0:127.0.0.1',
  '64:ff9b::8.8.8.8',
  '64:ff9b::7f00:1',
  '64:ff9b:1::a00:1',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2001:10::1',
  '2001:20::1',
  '2002:7f00:1::',
  '3fff::1',
  '4000::1',
  '5f00::1',
  'fc00::1',
  'fd00:ec2::254',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700::1%eth0',
  'fec0::1',
  'ff02::1',
  '0177.0.0.1',
  '0x7f.0.0.1',
  '127.1',
  '2130706433',
  'localhost',
  '',
]

test.each(FORBIDDEN)('%s is no public address', (address) => {
  expect(isPublicAddress(address)).toBe(false)
})

test.each([
  '1.1.1.1',
  '8.8.8.8',
  '93.184.216.34',
  '172.32.0.1',
  '168.63.129.17',
  '2606:4700:4700::1111',
  '2a00:1450::1',
])('%s is a public address', (address) => {
  expect(isPublicAddress(address)).toBe(true)
})

test.each([
  ['crm.internal', { host: 'crm.internal', port: '443', address: '10.0.0.5' }, true],
  ['CRM.internal', { host: 'crm.internal', port: '443', address: '10.0.0.5' }, true],
  ['crm.internal', { host: 'evil.crm.internal', port: '443', address: '10.0.0.5' }, false],
  ['crm.internal:8443', { host: 'crm.internal', port: '8443', address: '10.0.0.5' }, true],
  ['crm.internal:8443', { host: 'crm.internal', port: '443', address: '10.0.0.5' }, false],
  ['10.1.0.0/16', { host: 'any.test', port: '80', address: '10.1.2.3' }, true],
  ['10.1.0.0/16', { host: 'any.test', port: '80', address: '10.2.2.3' }, false],
  ['10.1.0.0/16', { host: 'any.test', port: '80', address: '::ffff:10.1.2.3' }, false],
  ['192.168.1.9', { host: 'any.test', port: '80', address: '192.168.1.9' }, true],
  ['192.168.1.9', { host: 'any.test', port: '80', address: '192.168.1.8' }, false],
  ['[fd00::9]', { host: 'any.test', port: '80', address: 'fd00::9' }, true],
])('the entry %s lets through %o: %s', (entry, target, expected) => {
  expect(isAllowed(parseAllowed(entry), target)).toBe(expected)
})

test.each(['', 'http://crm.internal', '10.0.0.0/99', 'a b', '*.internal'])(
  'the entry “%s” is refused in words',
  (entry) => {
    expect(() => parseAllowed(entry)).toThrow(/is neither a host nor a CIDR/)
  },
)
