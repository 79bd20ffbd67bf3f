import { lookup as dnsLookup } from 'node:dns'
import { BlockList, isIP, type LookupFunction } from 'node:net'

/** Two lists, since Node holds every IPv4 address against a rule for mapped ones (`::ffff:0:0/96`) as well. */
const blocked4 = new BlockList()
const blocked6 = new BlockList()
const subnets4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 3],
] as const
const subnets6 = [
  ['::', 96],
  ['::ffff:0:0', 96],
  // Translated, tunnelled and embedded IPv4: what they reach is an address of the lists above as likely as not.
  ['64:ff9b::', 96],
  ['64:ff9b:1::', 48],
  ['2001::', 32],
  ['2002::', 16],
  ['100::', 64],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const
for (const [network, prefix] of subnets4) blocked4.addSubnet(network, prefix, 'ipv4')
for (const [network, prefix] of subnets6) blocked6.addSubnet(network, prefix, 'ipv6')

/** Whether an IP address lies in a private, loopback, link-local, mapped or multicast range (RFC 6890). */
export function isPrivateAddress(address: string): boolean {
  const family = isIP(address)
  if (family === 4) return blocked4.check(address, 'ipv4')
  return family === 0 || blocked6.check(address, 'ipv6')
}

/** The error by which a refused address is known. */
export const addressNotAllowed = 'ADDRESS_NOT_ALLOWED'

function refusal(host: string): NodeJS.ErrnoException {
  return Object.assign(new Error(`${host} lies in a private address range`), { code: addressNotAllowed })
}

/** Refuses a URL whose host is a private address as written; names are checked when they resolve, by {@link publicLookup}. */
export function isPrivateHost(url: URL): boolean {
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return isIP(host) !== 0 && isPrivateAddress(host)
}

/**
 * Resolves names for a connection, leaving out the addresses that are refused. It is asked once for each connection, so what was checked is what is connected
 * to, whatever the name's owner answers a moment later.
 */
export function guardedLookup(
  refuses: (address: string) => boolean,
  resolve: typeof dnsLookup = dnsLookup,
): LookupFunction {
  return (hostname, options, callback) => {
    resolve(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, [])
      const allowed = addresses.filter(({ address }) => !refuses(address))
      const [first] = allowed
      if (!first) return callback(refusal(hostname), [])
      return options.all ? callback(null, allowed) : callback(null, first.address, first.family)
    })
  }
}

/** Resolves names to public addresses only. */
export const publicLookup = guardedLookup(isPrivateAddress)
