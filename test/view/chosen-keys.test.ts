import {stripVTControlCharacters} from 'node:util';
import {describe, expect, test} from '@jest/globals';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {type KeyChoice, rebind} from '../../src/view/rebind.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';

/** The screen with these keys on this cluster, drawn after each key. */
function openWith(choices: readonly KeyChoice[], state = clusterState({n1: {x: 'running'}, n2: {x: 'running'}})) {
  const rebound = rebind(DEFAULT_KEYMAP, choices);
  if (!rebound.ok) throw new Error(JSON.stringify(rebound.problems));
  const {keymap} = rebound;
  const {controller, draw} = openController({
    store: {state: () => state},
    clock: () => at(10),
    rows: 60,
    ports: {keymap},
  });
  return {
    controller,
    press: (...keys: readonly string[]) => {
      for (const key of keys) {
        controller.press(key);
        draw({keymap});
      }
    },
    seen: () =>
      allLines(draw({keymap, width: 120, height: 60}))
        .map(stripVTControlCharacters)
        .join('\n'),
  };
}

const choice = (screen: string, name: string, ...keys: readonly string[]): KeyChoice => ({screen, name, keys});

describe('texts name the keys that are in force', () => {
  test('in the key line, and in what a key without a meaning says', () => {
    const {press, seen} = openWith([choice('grid', 'mark', 'b'), choice('grid', 'help', 'f', 'H')]);
    expect(seen()).toMatch(/b mark .* f help/);
    press('?');
    expect(seen()).toContain('? does nothing here; f shows the keys');
  });

  test('in the help, which leaves out what has no key', () => {
    const {press, seen} = openWith([
      choice('grid', 'stop', 'X', 'ctrl-x'),
      choice('grid', 'reset'),
      choice('grid', 'command', ';'),
    ]);
    press('?');
    expect(seen()).toMatch(/\n {2}X ctrl-x +Stop watchers/);
    expect(seen()).not.toMatch(/Remove the data of services that are stopped, or their logs.*\n.*Filter/);
    expect(seen()).toContain('Commands, typed after ;');
  });

  test('in the notes below the grid, and where marks are left', () => {
    const {press, seen} = openWith([choice('grid', 'mark-range', 'w'), choice('grid', 'unmark-all', 'z')]);
    press('w');
    expect(seen()).toContain('marking a range: w ends it');
    press('right', 'down', 'w', 's');
    expect(seen()).toContain('2 still marked · z unmarks');
  });

  test('where no node answers', () => {
    const {seen} = openWith(
      [choice('grid', 'help', 'H'), choice('grid', 'quit', 'Q'), choice('grid', 'command', ';')],
      clusterState({n1: null}),
    );
    expect(seen()).toContain('Type  ;cluster SET  for other nodes, H for help, Q to quit.');
  });

  test('where text is pasted that nobody asked for; without such keys it names none', () => {
    const {controller, seen} = openWith([choice('grid', 'command', ';')]);
    controller.paste('x');
    expect(seen()).toContain('such as after ; or /');
    const without = openWith([choice('grid', 'command'), choice('grid', 'filter'), choice('grid', 'help')]);
    without.controller.paste('x');
    expect(without.seen()).toContain('pasted text is only taken where text is typed');
    expect(without.seen()).not.toContain('such as after');
    without.press('y');
    expect(without.seen()).toMatch(/y does nothing here *\n/);
  });
});

test('another key opens the bar, also with what arrives with it and behind an esc', () => {
  const {controller} = openWith([choice('grid', 'command', ';')]);
  controller.press('meta-;');
  expect(controller.screen().bar?.kind).toBe('command');
  controller.press('esc');
  controller.arrived(';start x');
  expect(controller.screen().bar?.field.text).toBe('start x');
});

test('in the bar letters are typed, whatever they do elsewhere, and esc closes it', () => {
  const {controller, press} = openWith([
    choice('grid', 'stop', 'a'),
    choice('grid', 'mark-all', 'x'),
    choice('bar', 'close'),
  ]);
  press(':', 'a', 'x');
  expect(controller.screen().bar?.field.text).toBe('ax');
  press('esc');
  expect(controller.screen().bar).toBeNull();
});
