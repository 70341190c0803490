import { expect, it } from 'vitest';
import { networkKey } from './network-key.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['::FFFF:192.0.2.7', '192.0.2.7'],
  ['::ffff:c000:207', '192.0.2.7'],
  ['0:0:0:0:0:ffff:192.0.2.7', '192.0.2.7'],
  ['0000:0000:0000:0000:0000:FFFF:C000:0207', '192.0.2.7'],
])('counts %s as %s', (address, key) => {
  expect(networkKey(address)).toBe(key);
});

it('B-25: counts every spelling and every address of an IPv6 /64 as one', () => {
  const spellings = [
    '2001:db8:0:1::',
    '2001:db8:0:1::1',
    '2001:DB8:0:1::ABCD',
    '2001:0db8:0000:0001:ffff:ffff:ffff:ffff',
    '2001:db8:0:1:0:0:192.0.2.7',
    '2001:db8:0:1::1%eth0',
  ];
  expect(new Set(spellings.map(networkKey))).toEqual(new Set(['2001:db8:0:1::/64']));
});

it('counts another /64 apart', () => {
  expect(networkKey('2001:db8:0:2::1')).not.toBe(networkKey('2001:db8:0:1::1'));
  expect(networkKey('::1')).toBe('0:0:0:0::/64');
  expect(networkKey('fe80::1%eth0')).toBe(networkKey('fe80::2%eth1'));
});

it.each([
  '',
  'unknown',
  'localhost',
  '192.0.2',
  '192.0.2.256',
  '1.2.3.4:80',
  '[::1]',
  '::ffff:999.1.1.1',
  ':::',
  '\0',
])('counts "%s", which is no address, with all others that are none', (address) => {
  expect(networkKey(address)).toBe('unknown');
});
