import {describe, expect, test} from '@jest/globals';
import {parseNodeSet} from '../../src/model/node-set.js';
import {readPlainSet} from '../../src/model/plain-set.js';
import {seededRandom} from '../terminal/random-frames.js';

const meant = (text: string, defaultPort?: number) => {
  const result = parseNodeSet(text, defaultPort === undefined ? {} : {defaultPort});
  return result.ok ? result.nodes : result.problem;
};

describe('a plain set means what it means to everybody else', () => {
  test.each([
    '192.168.0.1-32',
    '127.0.0.1',
    '10.0.0.7:5565',
    '10.0.0.7-9:5565/5566/5567',
    '10.0.0.1-3,10.0.0.2,10.0.0.9',
    'node[01-08].lab',
    'Alpha1,beta-2.lab:5565',
    'ipc:///run/circus/commands.sock,10.0.0.1-2,ipc:///123/4',
    '0.0.0.0-255',
  ])('%s', text => {
    expect(readPlainSet(text)).toEqual(meant(text));
    expect(readPlainSet(text, {defaultPort: 7_000})).toEqual(meant(text, 7_000));
  });
});

test.each([
  '',
  '10.0.0.300',
  '10.0.0.1-256',
  '10.0.0.9-3',
  '10.0.0.01',
  '10.0.0.1:0',
  '10.0.0.1:70000',
  '10.0.0.1:5565/5566',
  '10.0.0.1-10.0.0.9',
  '10.0.0.0/28',
  '!10.0.0.1',
  'fd00::1',
  '[fd00::1]:5565',
  'node[08-01]',
  '10.0.0.1,',
  '@lab',
  'ipc:///run/a,5',
  'ipc://run/a',
])('%s is left to the one that reads all sets', text => {
  expect(readPlainSet(text)).toBeNull();
});

test('of thousands of random sets it reads none otherwise', () => {
  const random = seededRandom(9);
  const pick = <T>(from: readonly T[]) => from[Math.floor(random() * from.length)];
  const octet = () => pick(['0', '1', '9', '32', '255', '256', '01', '']);
  const address = () => `${octet()}.${octet()}.${octet()}.${octet()}`;
  const part = () =>
    [
      pick(['', '', '', '!', ' ']),
      pick([address(), address(), 'node7', 'n[1-3].x', 'a..1', 'fd00::1']),
      pick(['', `-${octet()}`, '/30', '-']),
      pick(['', '', ':5565', ':5565/5566/5567', ':1/2', ':05', ':']),
    ].join('');
  let read = 0;
  for (let count = 0; count < 5_000; count++) {
    const text = Array.from({length: 1 + Math.floor(random() * 3)}, part).join(',');
    const plain = readPlainSet(text);
    if (plain === null) continue;
    read++;
    expect({text, nodes: plain}).toEqual({text, nodes: meant(text)});
  }
  expect(read).toBeGreaterThan(100);
});
