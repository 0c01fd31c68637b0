import {expect, test} from '@jest/globals';
import {Names, ReadMap} from '../../src/model/names.js';

const NAMES = ['db', 'web', '__proto__'];

test('a map that is read where its values lie answers as a map that holds them', () => {
  const held = new Map(NAMES.map((name, place) => [name, 10 * place]));
  const read = new ReadMap(new Names(NAMES), place => 10 * place);
  expect([...read]).toEqual([...held]);
  expect([...read.keys()]).toEqual([...held.keys()]);
  expect([...read.values()]).toEqual([...held.values()]);
  expect(read.size).toBe(held.size);
  for (const name of [...NAMES, 'constructor', '']) {
    expect([read.has(name), read.get(name)]).toEqual([held.has(name), held.get(name)]);
  }
  const seen: unknown[] = [];
  read.forEach((value, name, map) => {
    seen.push([name, value, map === read]);
  });
  expect(seen).toEqual(NAMES.map((name, place) => [name, 10 * place, true]));
});

test('names know whether a list is of the same ones in the same order', () => {
  const names = new Names(['db', 'web']);
  expect([['db', 'web'], ['web', 'db'], ['db'], ['db', 'web', 'x']].map(list => names.isOf(list))).toEqual([
    true,
    false,
    false,
    false,
  ]);
});
