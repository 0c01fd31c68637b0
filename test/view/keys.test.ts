import {expect, test} from '@jest/globals';
import {commandTable} from '../../src/command/table.js';
import {findBinding, type KeyBinding} from '../../src/view/key-binding.js';
import {PROMPTS} from '../../src/view/prompt-keys.js';
import {keysOf} from '../../src/view/screen.js';
import {SCREENS} from '../../src/view/screens.js';

/** Wherever keys are pressed: on a screen, or in what takes all keys while it is open. */
const PLACES: readonly (readonly [string, readonly KeyBinding[]])[] = [
  ...[...SCREENS.values()].map(screen => [screen.name, keysOf(screen, SCREENS)] as const),
  ...Object.entries(PROMPTS).map(([name, {keys}]) => [name, keys] as const),
];

test.each(PLACES)('in %s no key has two meanings', (_name, bindings) => {
  const keys = bindings.flatMap(binding => binding.keys);
  expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
});

test('every command that a key means is in the table', () => {
  const named = PLACES.flatMap(([, bindings]) => bindings).flatMap(({action}) =>
    action.type === 'command' ? [action.command] : [],
  );
  expect(named.filter(name => !commandTable.has(name))).toEqual([]);
});

test('every key is explained: by its own help, or by the summary of its command', () => {
  const unexplained = PLACES.flatMap(([, bindings]) => bindings).filter(
    ({help, action}) => help === null && action.type !== 'command',
  );
  expect(unexplained).toEqual([]);
});

test('ctrl-c closes what is open, and quits in the grid', () => {
  expect(PLACES.map(([name, bindings]) => [name, findBinding(bindings, 'ctrl-c')?.action])).toEqual([
    ['grid', {type: 'command', command: 'quit'}],
    ['jobs', {type: 'close'}],
    ['help', {type: 'close'}],
    ['bar', {type: 'close'}],
    ['dialog', {type: 'answer', isYes: false}],
    ['count', {type: 'answer', isYes: false}],
  ]);
});
