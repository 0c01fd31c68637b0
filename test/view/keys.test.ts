import {describe, expect, test} from '@jest/globals';
import {commandTable} from '../../src/command/table.js';
import {findBinding, KEYS, keyNames, type Mode, type PressedKey} from '../../src/view/keys.js';

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
  ]);
});

const NOTHING: PressedKey = {
  upArrow: false,
  downArrow: false,
  leftArrow: false,
  rightArrow: false,
  pageUp: false,
  pageDown: false,
  home: false,
  end: false,
  return: false,
  escape: false,
  tab: false,
  backspace: false,
  delete: false,
  ctrl: false,
  meta: false,
};

describe('the names of keys', () => {
  test.each<[string, Partial<PressedKey>, readonly string[]]>([
    ['s', {}, ['s']],
    ['S', {}, ['S']],
    [' ', {}, ['space']],
    ['', {downArrow: true}, ['down']],
    ['', {leftArrow: true, ctrl: true}, ['ctrl-left']],
    ['c', {ctrl: true}, ['ctrl-c']],
    ['b', {meta: true}, ['meta-b']],
    ['', {escape: true, meta: true}, ['esc']],
    ['jjs', {}, ['j', 'j', 's']],
    ['q\r', {}, ['q', 'enter']],
    ['\u0015st\u007F', {}, ['ctrl-u', 's', 't', 'backspace']],
  ])('%j with %j is %j', (input, key, names) => {
    expect(keyNames(input, {...NOTHING, ...key})).toEqual(names);
  });
});
