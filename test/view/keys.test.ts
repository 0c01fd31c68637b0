import {expect, test} from '@jest/globals';
import {commandTable} from '../../src/command/table.js';
import {findBinding, KEYS} from '../../src/view/keys.js';
import type {Mode} from '../../src/view/screen-state.js';

const MODES = Object.keys(KEYS) as Mode[];

test.each(MODES)('in the mode %s no key has two meanings', mode => {
  const keys = KEYS[mode].flatMap(binding => binding.keys);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every command that a key means is in the table', () => {
  const named = MODES.flatMap(mode => KEYS[mode]).flatMap(({action}) =>
    action.type === 'command' ? [action.command] : [],
  );
  expect(named.filter(name => !commandTable.has(name))).toEqual([]);
});

test('every key is explained: by its own help, or by the summary of its command', () => {
  const unexplained = MODES.flatMap(mode => KEYS[mode]).filter(
    ({help, action}) => help === null && action.type !== 'command',
  );
  expect(unexplained).toEqual([]);
});

test('ctrl-c closes what is open, and quits in the grid', () => {
  expect(MODES.map(mode => [mode, findBinding(mode, 'ctrl-c')?.action])).toEqual([
    ['grid', {type: 'command', command: 'quit'}],
    ['jobs', {type: 'close'}],
    ['help', {type: 'close'}],
    ['bar', {type: 'close'}],
    ['dialog', {type: 'answer', isYes: false}],
    ['count', {type: 'answer', isYes: false}],
  ]);
});
