import {expect, test} from '@jest/globals';
import {foldNames, hostNameProblem, numberedNames} from '../../src/model/host-name.js';

test.each(['a', 'a.b', 'node-1', '7up.lab', 'my_host', '1.0.0.lab.net', `${'a'.repeat(63)}.lab`])(
  '%s is a host name',
  name => {
    expect(hostNameProblem(name)).toBe(null);
  },
);

test.each([
  ['-a', /"-" not at an end/],
  ['a-.lab', /"-" not at an end/],
  ['a/b', /letters, digits/],
  ['é.lab', /letters, digits/],
  ['a'.repeat(64), /up to 63/],
  [Array.from({length: 5}, () => 'a'.repeat(60)).join('.'), /longer than 253/],
  ['.lab', /nothing beside one of its dots/],
  ['lab.', /nothing beside one of its dots/],
  ['10.0.0.1x', /begins as an address does/],
  ['a.10', /ends in a number/],
  ['a.0x1f', /ends in a number/],
])('%s is none', (name, why) => {
  expect(hostNameProblem(name)).toMatch(why);
});

test('numbered names keep their digits', () => {
  expect([...numberedNames({before: 'N', after: '.lab', first: 9, last: 11, digits: 2})]).toEqual([
    'n09.lab',
    'n10.lab',
    'n11.lab',
  ]);
});

test.each([
  [['n1', 'n2', 'n4'], 0, 2, 'n[1-2]'],
  [['n1', 'n2', 'n4'], 2, 1, 'n4'],
  [['n09', 'n10'], 0, 2, 'n[09-10]'],
  [['n9', 'n10'], 0, 2, 'n[9-10]'],
  [['n09', 'n010'], 0, 1, 'n09'],
  [['r1n1', 'r1n2', 'r2n1'], 0, 2, 'r1n[1-2]'],
  [['a', 'b'], 0, 1, 'a'],
])('%j from %d on: %d are %s', (names, from, count, text) => {
  expect(foldNames(names, from)).toEqual({count, text});
});
