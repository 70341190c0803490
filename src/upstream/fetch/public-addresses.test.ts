import { describe, expect, it } from 'vitest';
import { isLoopbackAddress, isOwnNetworkAddress, isPublicAddress } from './public-addresses.ts';

describe('addresses that anybody could be at', () => {
  it.each([
    '8.8.8.8',
    '140.82.121.4',
    '2606:4700::1111',
    '64:ff9b::808:808',
    '64:ff9b::8.8.8.8',
    '172.32.0.1',
  ])('%s', (address) => expect(isPublicAddress(address)).toBe(true));
});

describe('addresses of this machine, this network, or nowhere', () => {
  it.each([
    '127.0.0.1',
    '0.0.0.0',
    '10.1.2.3',
    '100.64.0.1',
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    '224.0.0.1',
    '255.255.255.255',
    '::',
    '::1',
    '::ffff:127.0.0.1',
    '::ffff:8.8.8.8',
    '::8.8.8.8',
    'fe80::1',
    'fd00:ec2::254',
    'ff02::1',
    '2001:db8::1',
    '2001::1',
    '2002:7f00:1::',
    '64:ff9b::7f00:1',
    '64:ff9b::10.0.0.1',
    '64:ff9b:1::8.8.8.8',
    'fe80::1%eth0',
    'localhost',
    '127.1',
    '',
  ])('%s', (address) => expect(isPublicAddress(address)).toBe(false));
});

it.each(['10.1.2.3', '172.31.0.1', '192.168.1.1', '100.64.0.1', 'fd12::1', '::ffff:10.1.2.3'])(
  '%s may be in a network of the operator',
  (address) => expect([isOwnNetworkAddress(address), isLoopbackAddress(address)]).toEqual([true, false]),
);

it.each([
  ...[
    '169.254.169.254',
    'fe80::1',
    '100.100.100.200',
    'fd00:ec2::254',
    '0.0.0.0',
    '::',
    '224.0.0.1',
    'ff02::1',
    '255.255.255.255',
  ],
  ...['::ffff:169.254.169.254', 'example.com'],
])('%s is in no network that a provider may be in', (address) =>
  expect([isOwnNetworkAddress(address), isLoopbackAddress(address), isPublicAddress(address)]).toEqual([
    false,
    false,
    false,
  ]),
);

it.each(['127.0.0.1', '127.255.0.1', '::1', '::ffff:127.0.0.1'])('%s is this machine', (address) =>
  expect([isOwnNetworkAddress(address), isLoopbackAddress(address)]).toEqual([false, true]),
);
