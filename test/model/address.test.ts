import {describe, expect, test} from '@jest/globals';
import {
  addressAfter,
  formatAddress,
  hostSortKey,
  hostsOfNetwork,
  parseIPv4,
  parseIPv6,
  spanBetween,
} from '../../src/model/address.js';

describe('an IPv6 address is said in its shortest form', () => {
  test.each([
    ['::', '::'],
    ['::1', '::1'],
    ['FD00:0:0:0:0:0:0:0', 'fd00::'],
    ['1:0:0:2:0:0:0:3', '1:0:0:2::3'],
    ['1:0:0:2:3:0:0:4', '1::2:3:0:0:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:10.0.0.1', '::ffff:a00:1'],
  ])('%s is %s', (text, shortest) => {
    const address = parseIPv6(text);
    expect(address === null ? null : formatAddress(address)).toBe(shortest);
  });
});

test.each(['', '1', '1.2.3', '1.2.3.4.5', '1.2.3.256', '01.2.3.4', '1.2.3.4 ', '0x1.2.3.4', '1.2.3.'])(
  '%j is no IPv4 address',
  text => {
    expect(parseIPv4(text)).toBe(null);
  },
);

test.each(['', ':', ':::', '1::2::3', 'fd00', '12345::', 'fe80::1%eth0', '1:2:3:4:5:6:7', '1:2:3:4:5:6:7:8:9', 'g::'])(
  '%j is no IPv6 address',
  text => {
    expect(parseIPv6(text)).toBe(null);
  },
);

test('there is no address after the last one', () => {
  const last = parseIPv4('255.255.255.255');
  const first = parseIPv4('255.255.255.254');
  if (last === null || first === null) throw new Error('the test itself is wrong');
  expect(addressAfter(first, 1n)?.toString()).toBe('255.255.255.255');
  expect(addressAfter(last, 1n)).toBe(null);
  expect(spanBetween(last, first)).toBe(null);
});

test.each([
  ['10.0.0.9', 28, '10.0.0.1', 14n],
  ['10.0.0.9', 32, '10.0.0.9', 1n],
  ['10.0.0.9', 31, '10.0.0.8', 2n],
  ['10.0.0.9', 0, '0.0.0.1', 2n ** 32n - 2n],
])('the hosts of the network %s/%d begin at %s', (text, bits, first, size) => {
  const address = parseIPv4(text);
  const span = address === null ? null : hostsOfNetwork(address, bits);
  expect(span?.size).toBe(size);
  expect(span?.first.toString()).toBe(first);
});

test('hosts are put in order as they are counted, IPv4 before IPv6, and names last', () => {
  const hosts = ['node10', 'node2', 'fd00::10', '10.0.0.10', 'fd00::9', '10.0.0.9', 'a', '9.255.0.1', '::'];
  const keys = new Map(hosts.map(host => [hostSortKey(host), host]));
  expect([...keys.keys()].sort().map(key => keys.get(key))).toEqual([
    '9.255.0.1',
    '10.0.0.9',
    '10.0.0.10',
    '::',
    'fd00::9',
    'fd00::10',
    'a',
    'node2',
    'node10',
  ]);
});
