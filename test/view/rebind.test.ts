import {describe, expect, test} from '@jest/globals';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {findBinding, type Keymap, keyOf} from '../../src/view/keymap.js';
import {type KeyChoice, rebind} from '../../src/view/rebind.js';

const choice = (screen: string, name: string, ...keys: readonly string[]): KeyChoice => ({screen, name, keys});

function reboundBy(...choices: readonly KeyChoice[]): Keymap {
  const result = rebind(DEFAULT_KEYMAP, choices);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.keymap;
}

function problemsOf(...choices: readonly KeyChoice[]): readonly string[] {
  const result = rebind(DEFAULT_KEYMAP, choices);
  return result.ok ? [] : result.problems.map(({choice, message}) => `${choice.screen}.${choice.name}: ${message}`);
}

describe('other keys', () => {
  test('take the place of those that did it, on that screen alone', () => {
    const keymap = reboundBy(choice('grid', 'jobs', 'X', 'ctrl-x'));
    expect(['X', 'ctrl-x', 'J'].map(key => findBinding(keymap, 'grid', key)?.name)).toEqual([
      'jobs',
      'jobs',
      undefined,
    ]);
    expect(findBinding(keymap, 'help', 'J')?.name).toBe('jobs');
    expect(keyOf(keymap, 'grid', 'jobs')).toBe('X');
  });

  test('may be exchanged', () => {
    const keymap = reboundBy(choice('grid', 'stop', 'r'), choice('grid', 'restart', 'x'));
    expect(['r', 'x'].map(key => findBinding(keymap, 'grid', key)?.name)).toEqual(['stop', 'restart']);
  });

  test('may be none', () => {
    const keymap = reboundBy(choice('grid', 'reset'));
    expect(findBinding(keymap, 'grid', 'R')).toBeNull();
    expect(keyOf(keymap, 'grid', 'reset')).toBeNull();
  });

  test('leave what they replaced for something else', () => {
    const keymap = reboundBy(choice('grid', 'stop', 'X'), choice('grid', 'ssh', 'x'));
    expect(findBinding(keymap, 'grid', 'x')?.name).toBe('ssh');
  });

  test('never take away what leads out of a place', () => {
    const keymap = reboundBy(
      choice('grid', 'quit'),
      choice('grid', 'back', 'b'),
      choice('jobs', 'back', 'b'),
      choice('bar', 'close', 'ctrl-x'),
      choice('bar', 'run'),
      choice('count', 'take'),
    );
    const does = ([place, key]: readonly string[]) => findBinding(keymap, place ?? '', key ?? '')?.name;
    expect(
      [
        ['grid', 'ctrl-c'],
        ['grid', 'esc'],
        ['grid', 'b'],
        ['jobs', 'ctrl-c'],
        ['bar', 'esc'],
        ['bar', 'ctrl-x'],
        ['bar', 'ctrl-g'],
        ['bar', 'enter'],
        ['count', 'enter'],
      ].map(does),
    ).toEqual(['quit', 'back', 'back', 'back', 'close', 'close', undefined, 'run', 'take']);
  });
});

describe('what is wrong with other keys', () => {
  test('is said all at once', () => {
    expect(
      problemsOf(
        choice('gird', 'stop', 'X'),
        choice('gird', 'start', 'Y'),
        choice('grid', 'stopp', 'X'),
        choice('grid', 'ssh', 'ctrl-shift-q'),
        choice('grid', 'stop', 'r'),
      ),
    ).toEqual([
      'gird.stop: "gird" is no screen that has keys: did you mean grid?',
      'grid.stopp: nothing there is called "stopp": did you mean stop?',
      expect.stringContaining('grid.ssh: "ctrl-shift-q" is no key: a key is a character (x, X, ?), one of up, down'),
      'grid.stop: "r" would be the key of restart, too: give one of them another one',
    ]);
  });

  test.each([
    [
      'a name that is near to none',
      choice('count', 'begin', 'b'),
      'nothing there is called "begin": there are take, delete, cancel, repaint, suspend',
    ],
    [
      'a screen that is near to none',
      choice('song', 'sing', 'b'),
      '"song" is no screen that has keys: there are grid, node, detect, events, log, chart, jobs, dry-run, columns, help, bar, history, dialog, count',
    ],
    ['an old name of a key', choice('grid', 'stop', 'Ctrl-X'), '"Ctrl-X" is no key: did you mean ctrl-x?'],
    ['another name of a key', choice('grid', 'stop', 'alt-x'), '"alt-x" is no key: did you mean meta-x?'],
    ['a misspelt key', choice('grid', 'stop', 'entr'), '"entr" is no key: did you mean enter?'],
    ['a key that terminals take for tab', choice('grid', 'stop', 'ctrl-i'), '"ctrl-i" is no key: a key is'],
    ['two characters', choice('grid', 'stop', 'xx'), '"xx" is no key: a key is'],
    ['no character', choice('grid', 'stop', ''), '"" is no key: a key is'],
    ['a way out', choice('grid', 'stop', 'esc'), '"esc" always is the key of back there: give stop another one'],
    [
      'enter where something is asked',
      choice('dialog', 'yes', 'enter'),
      '"enter" always is the key of take there: give yes another one',
    ],
    [
      'a letter where commands are typed',
      choice('bar', 'close', 'x'),
      '"x" is typed there (In the command bar), and can do nothing else',
    ],
    ['a space where commands are typed', choice('bar', 'close', 'space'), '"space" is typed there'],
    ['a digit where a count is typed', choice('count', 'cancel', '7'), '"7" is typed there'],
  ])('%s', (_what, wrong, message) => {
    expect(problemsOf(wrong)).toEqual([expect.stringContaining(`${wrong.screen}.${wrong.name}: ${message}`)]);
  });

  test('a key that two choices want is said of the later one, with both names', () => {
    expect(problemsOf(choice('grid', 'stop', 'X'), choice('grid', 'ssh', 'X'))).toEqual([
      'grid.ssh: "X" would be the key of stop, too: give one of them another one',
    ]);
  });

  test('names such as those of JavaScript’s own objects are unknown names like others', () => {
    expect(problemsOf(choice('constructor', 'x', 'X'), choice('grid', '__proto__', 'X'))).toHaveLength(2);
  });
});
