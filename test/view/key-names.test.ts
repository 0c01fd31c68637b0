import {describe, expect, test} from '@jest/globals';
import {keyNames, type PressedKey} from '../../src/view/key-names.js';

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
  shift: false,
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
    ['', {tab: true}, ['tab']],
    ['', {tab: true, shift: true}, ['shift-tab']],
    ['jjs', {}, ['j', 'j', 's']],
    ['q\r', {}, ['q', 'enter']],
    ['\u0015st\u007F', {}, ['ctrl-u', 's', 't', 'backspace']],
  ])('%j with %j is %j', (input, key, names) => {
    expect(keyNames(input, {...NOTHING, ...key})).toEqual(names);
  });
});
