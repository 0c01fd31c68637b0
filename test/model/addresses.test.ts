import {expect, test} from '@jest/globals';
import {
  addressAfter,
  addressesFrom,
  addressesOf,
  formatAddress,
  parseIPv4,
  parseIPv6,
} from '../../src/model/address.js';

/** By reckoning with each address by itself. */
function slowly(first: string, size: bigint): readonly string[] {
  const from = parseIPv4(first) ?? parseIPv6(first);
  const all: string[] = [];
  for (let step = 0n; from !== null && step < size; step += 1n) {
    const address = addressAfter(from, step);
    if (address !== null) all.push(formatAddress(address));
  }
  return all;
}

test.each([
  ['10.0.0.1', 600n],
  ['0.0.0.0', 3n],
  ['10.255.255.250', 20n],
  ['255.255.255.250', 20n],
  ['fd00::', 600n],
  ['fd00::fff0', 66_000n],
  ['::1', 66_000n],
  ['1:0:0:2::ffff', 3n],
  ['1:2:3:4:5:6:7:fff8', 20n],
  ['ffff:ffff:ffff:ffff:ffff:ffff:ffff:fff0', 40n],
  ['fd00::1:0:0', 1n],
])('the addresses from %s on are those that each by itself would be', (text, size) => {
  const first = parseIPv4(text) ?? parseIPv6(text);
  if (first === null) throw new Error(`${text} is no address`);
  const wanted = slowly(text, size);
  expect([...addressesOf({first, size})]).toEqual(wanted);
  const taken: string[] = [];
  for (const address of addressesFrom(text) ?? []) {
    if (taken.length === wanted.length) break;
    taken.push(address);
  }
  expect(taken).toEqual(wanted);
});

test.each(['', 'node1', '10.0.0', '10.0.0.256', '10.0.0.01', '10.0.0.1.2', ':::', '1.2.3.4x'])(
  '%j is no address to go on from',
  text => {
    expect(addressesFrom(text)).toBeNull();
  },
);
