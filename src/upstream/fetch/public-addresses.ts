import { BlockList, isIP } from 'node:net';

/** Ranges that are nobody's on the Internet (IANA special-purpose registries): of this machine, this network, or nowhere. */
const notPublic: ReadonlyArray<readonly [string, number]> = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
];

const closed = new BlockList();
for (const [network, prefix] of notPublic) closed.addSubnet(network, prefix, 'ipv4');

/** All that is given out of IPv6 is in here, and so are some ranges that are not, or lead to an IPv4 address of anyone's. */
const global = new BlockList();
global.addSubnet('2000::', 3, 'ipv6');
const notGlobal = new BlockList();
for (const [network, prefix] of [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const)
  notGlobal.addSubnet(network, prefix, 'ipv6');

/** What an organization numbers its own network with. Not link-local, where clouds keep secrets, nor multicast, nor nowhere. */
const ownNetwork = new BlockList();
for (const [network, prefix] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  ownNetwork.addSubnet(network, prefix, 'ipv4');
ownNetwork.addSubnet('fc00::', 7, 'ipv6');
/** Where AWS keeps them in IPv6, and Alibaba Cloud. */
const metadata = new BlockList();
metadata.addSubnet('fd00:ec2::', 32, 'ipv6');
metadata.addAddress('100.100.100.200', 'ipv4');

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8, 'ipv4');
loopback.addAddress('::1', 'ipv6');

export function isOwnNetworkAddress(address: string): boolean {
  return isIn(ownNetwork, address) && !isIn(metadata, address);
}

export function isLoopbackAddress(address: string): boolean {
  return isIn(loopback, address);
}

function isIn(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 4 ? 'ipv4' : 'ipv6');
}

/** Networks without IPv4 reach it in here (RFC 6052). */
const translated = /^64:ff9b::([0-9a-f]{1,4}):([0-9a-f]{1,4})$/;

/** Whether an IP address is one that anybody on the Internet could be at. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !closed.check(address, 'ipv4');
    case 6:
      return isPublicIpv6(address);
    default:
      return false;
  }
}

function isPublicIpv6(address: string): boolean {
  // In the one way that URLs write it.
  const host = URL.parse(`http://[${address}]`)?.hostname.slice(1, -1) ?? '';
  const [, high, low] = translated.exec(host) ?? [];
  if (high !== undefined && low !== undefined) return isPublicAddress(toIpv4(high, low));
  return global.check(address, 'ipv6') && !notGlobal.check(address, 'ipv6');
}

function toIpv4(high: string, low: string): string {
  return [high, low]
    .map((part) => Number.parseInt(part, 16))
    .flatMap((part) => [part >> 8, part & 0xff])
    .join('.');
}
