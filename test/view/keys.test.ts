import {expect, test} from '@jest/globals';
import {commandTable} from '../../src/command/table.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {FIRST_KEYMAP} from '../../src/view/first-keymap.js';
import {isKeyName} from '../../src/view/key-names.js';
import {bindingsIn, findBinding, keymapOf} from '../../src/view/keymap.js';
import {SCREENS} from '../../src/view/screens.js';

/** Wherever keys are pressed: on a screen, or in what takes all keys while it is open. */
const PLACES = [...DEFAULT_KEYMAP.values()].map(place => [place.name, place] as const);
const ALL = PLACES.flatMap(([, {bindings}]) => bindings);

const doubled = (words: readonly string[]) => words.filter((word, index) => words.indexOf(word) !== index);

test('the keys that are known before the screens are loaded are those of all screens', () => {
  const asTold = (keymap: typeof DEFAULT_KEYMAP) =>
    [...keymap.values()].map(({name, title, bindings}) => ({name, title, bindings}));
  expect(asTold(DEFAULT_KEYMAP)).toEqual(asTold(keymapOf([...SCREENS.values()])));
});

test('the keys of the first picture are those of the grid', () => {
  expect(bindingsIn(FIRST_KEYMAP, 'grid')).toEqual(bindingsIn(DEFAULT_KEYMAP, 'grid'));
});

test.each(PLACES)('in %s no key has two meanings, and what it does has one name', (_name, {bindings}) => {
  expect(doubled(bindings.flatMap(binding => binding.keys))).toEqual([]);
  expect(doubled(bindings.map(binding => binding.name))).toEqual([]);
});

test('names are words joined by hyphens; that of a command is the command’s', () => {
  expect(ALL.filter(({name}) => !/^[a-z]+(-[a-z]+)*$/.test(name))).toEqual([]);
  const misnamed = ALL.filter(({name, action}) => action.type === 'command' && action.command !== name);
  expect(misnamed).toEqual([]);
});

test('every key is one that terminals tell apart; ctrl-h is backspace to some', () => {
  expect([...new Set(ALL.flatMap(({keys}) => keys))].filter(key => !isKeyName(key))).toEqual(['ctrl-h']);
});

test('every command that a key means is in the table', () => {
  const named = ALL.flatMap(({action}) => (action.type === 'command' ? [action.command] : []));
  expect(named.filter(name => !commandTable.has(name))).toEqual([]);
});

test('every key is explained: by its own help, or by the summary of its command', () => {
  expect(ALL.filter(({help, action}) => help === null && action.type !== 'command')).toEqual([]);
});

test('ctrl-c closes what is open, and quits in the grid', () => {
  expect(PLACES.map(([name]) => [name, findBinding(DEFAULT_KEYMAP, name, 'ctrl-c')?.action])).toEqual([
    ['grid', {type: 'command', command: 'quit'}],
    ['node', {type: 'close'}],
    ['detect', findBinding(DEFAULT_KEYMAP, 'detect', 'esc')?.action],
    ['events', {type: 'close'}],
    ['log', {type: 'close'}],
    ['chart', {type: 'close'}],
    ['jobs', {type: 'close'}],
    ['dry-run', {type: 'close'}],
    ['columns', {type: 'close'}],
    ['help', {type: 'close'}],
    ['bar', {type: 'close'}],
    ['history', {type: 'close'}],
    ['dialog', {type: 'answer', isYes: false}],
    ['count', {type: 'answer', isYes: false}],
  ]);
});
