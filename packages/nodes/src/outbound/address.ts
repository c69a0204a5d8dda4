import ipaddr from 'ipaddr.js'

type Address = ReturnType<typeof ipaddr.parse>
type Range = [Address, number]

/** Not public though ipaddr.js calls them unicast: Azure's host agent, 6to4 relays, NAT64 for local use, site-local, documentation. */
const REFUSED: Range[] = ['168.63.129.16/32', '192.88.99.0/24', '64:ff9b:1::/48', 'fec0::/10', '3fff::/20'].map(
  (range) => ipaddr.parseCIDR(range),
)

/** What is assigned to the public IPv6 internet; everything outside is for special use. */
const PUBLIC_IPV6: Range = ipaddr.parseCIDR('2000::/3')

/**
 * True when an address belongs to one machine on the public internet. False for loopback, private, link-local, shared,
 * reserved and multicast addresses, for IPv6 forms that carry an IPv4 address, and for anything that is no address.
 */
export function isPublicAddress(text: string): boolean {
  const address = parsed(text)
  if (address?.range() !== 'unicast') return false
  return (address.kind() === 'ipv4' || isIn(address, PUBLIC_IPV6)) && !REFUSED.some((range) => isIn(address, range))
}

/** One entry of `OUTBOUND_ALLOW`: a host, with or without a port, an address, or a CIDR. */
export interface Allowed {
  host?: { name: string; port: string | null }
  range?: Range
}

/** Reads an entry of `OUTBOUND_ALLOW`. Throws an Error whose message says what an entry looks like. */
export function parseAllowed(entry: string): Allowed {
  const text = entry.trim().toLowerCase()
  if (ipaddr.isValidCIDR(text)) return { range: ipaddr.parseCIDR(text) }
  const address = parsed(text.replace(/^\[(.*)\]$/, '$1'))
  if (address) return { range: [address, address.kind() === 'ipv4' ? 32 : 128] }
  const host =
    /^([a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(?:\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)*|\[[0-9a-f:.]+\])(?::(\d{1,5}))?$/.exec(
      text,
    )
  if (host?.[1] !== undefined) return { host: { name: host[1], port: host[4] ?? null } }
  throw new Error(
    `“${entry}” is neither a host nor a CIDR. An entry looks like crm.internal, crm.internal:8443 or 10.1.0.0/16.`,
  )
}

/** True when an entry lets this address be called under this host and port. */
export function isAllowed(allowed: Allowed, target: { host: string; port: string; address: string }): boolean {
  if (allowed.host) return allowed.host.name === target.host && (allowed.host.port ?? target.port) === target.port
  const address = parsed(target.address)
  return address !== null && allowed.range !== undefined && isIn(address, allowed.range)
}

function parsed(text: string): Address | null {
  // A zone index (`fe80::1%eth0`) picks one of this machine's own networks.
  if (text.includes('%')) return null
  // The lenient IPv4 forms (octal, hex, two parts) are read differently by different parsers.
  return ipaddr.IPv4.isValidFourPartDecimal(text) || ipaddr.IPv6.isValid(text) ? ipaddr.parse(text) : null
}

function isIn(address: Address, [network, bits]: Range): boolean {
  return address.kind() === network.kind() && address.match(network, bits)
}
