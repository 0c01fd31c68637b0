import {expect, test} from '@jest/globals';
import {lookAfter, PLAIN_LOOK, sgrOf} from '../../src/view/log-looks.js';

const after = (...sequences: readonly string[]) => sgrOf(sequences.reduce(lookAfter, PLAIN_LOOK));

test.each([
  [['31'], '31'],
  [['1;31', '44'], '1;31;44'],
  [['1', '4', '24'], '1'],
  [['1;2;3', '22'], '3'],
  [['31', '39'], ''],
  [['97;107'], '97;107'],
  [['38;5;208'], '38;5;208'],
  [['48;2;1;2;3', '31'], '31;48;2;1;2;3'],
  [['38:5:208'], '38;5;208'],
  [['38:2::10:20:30'], '38;2;10;20;30'],
  [['4:3'], '4'],
  [['31', ''], ''],
  [['31', '0;32'], '32'],
])('%j', (sequences, sgr) => {
  expect(after(...sequences)).toBe(sgr);
});

test.each([
  ['what blinks', '5;6'],
  ['what hides text', '8'],
  ['what nobody knows', '999;10;53'],
  ['a colour that is none', '38;5;999'],
  ['half a colour', '38;2;1'],
  ['a colour without a kind', '38'],
])('%s does nothing', (_what, parameters) => {
  expect(after(parameters)).toBe('');
});
