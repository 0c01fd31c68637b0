import type {NetworkInterfaceInfo} from 'node:os';
import {expect, test} from '@jest/globals';
import {ownNetworks} from '../../src/wire/own-networks.js';

function at(cidr: string, internal = false): NetworkInterfaceInfo {
  const [address = ''] = cidr.split('/');
  const rest = {address, cidr, netmask: '', mac: '', internal};
  return address.includes(':') ? {...rest, family: 'IPv6', scopeid: 0} : {...rest, family: 'IPv4'};
}

const found = (interfaces: Record<string, readonly NetworkInterfaceInfo[]>) => {
  const {places, text, notes} = ownNetworks(interfaces, [5555]);
  return {ids: places.map(({id}) => id), text, notes};
};

test('each network is looked through, once, without loopback', () => {
  const {ids, text, notes} = found({
    lo: [at('127.0.0.1/8', true), at('::1/128', true)],
    eth0: [at('10.0.0.9/30'), at('10.0.0.10/30')],
    eth1: [at('fd00:0:0:1::7/126')],
  });
  expect(ids).toEqual(['10.0.0.9', '10.0.0.10', 'fd00:0:0:1::5', 'fd00:0:0:1::6', 'fd00:0:0:1::7']);
  expect(text).toBe('10.0.0.8/30 (eth0), fd00:0:0:1::4/126 (eth1)');
  expect(notes).toEqual([]);
});

test('one that is too large is left out, and said once', () => {
  const {ids, text, notes} = found({
    eth0: [at('10.1.2.3/16'), at('fd00::1/64'), at('fd00::a:b/64'), at('fe80::1/64'), at('192.168.7.1/32')],
  });
  expect(ids).toEqual(['192.168.7.1']);
  expect(text).toBe('192.168.7.1/32 (eth0)');
  expect(notes).toEqual([
    '10.1.0.0/16 (eth0) has 65,534 addresses and was left out: name a part of it',
    'fd00::/64 (eth0) has far too many addresses and was left out: name a part of it',
  ]);
});

test('what one search has no room for is left out, and said; what is in it already is not', () => {
  const nets = Object.fromEntries(
    Array.from({length: 9}, (_, index) => [
      `eth${index}`,
      [at(`10.0.${index * 16}.1/20`), at(`10.0.${index * 16}.2/20`)],
    ]),
  );
  const {places, text, notes} = ownNetworks(nets, [5555, 5565]);
  expect(places).toHaveLength(8 * 4_094 * 2);
  expect(text.split(', ')).toHaveLength(8);
  expect(notes).toEqual(['10.0.128.0/20 (eth8) was left out, as these are enough for one search: name it for another']);
});

test('where there is none, that is said', () => {
  const {ids, notes} = found({lo: [at('127.0.0.1/8', true)], eth0: [at('fe80::1/64')]});
  expect(ids).toEqual([]);
  expect(notes).toEqual(['this machine is in no network: name a set of addresses']);
});

test('each address is tried at each port', () => {
  const {places} = ownNetworks({eth0: [at('10.0.0.9/30')]}, [5555, 5565]);
  expect(places.map(({id}) => id)).toEqual(['10.0.0.9', '10.0.0.9:5565', '10.0.0.10', '10.0.0.10:5565']);
});
