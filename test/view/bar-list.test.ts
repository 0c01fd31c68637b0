import {describe, expect, test} from '@jest/globals';
import {createStore} from '../../src/store/store.js';
import {widthOf} from '../../src/text/width.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines} from '../support/drawn-frame.js';

const WATCHERS = {neo4j: 'running', nginx: 'stopped', 'my web': 'running'} as const;
const NODES = Object.fromEntries(Array.from({length: 32}, (_, index) => [`192.168.100.${index + 1}`, WATCHERS]));

/** A screen on 32 nodes in a window of this size, with its bar. */
function open(columns = 80, rows = 24, nodes = NODES) {
  const store = createStore(clusterState(nodes));
  const {controller, draw} = openController({store, clock: () => at(10), rows});
  const theme = createTheme({isAscii: false, hasColor: false});
  return {
    controller,
    type: (text: string) => {
      for (const char of text) controller.press(char === ' ' ? 'space' : char);
    },
    press: (...keys: readonly string[]) => {
      for (const key of keys) controller.press(key);
    },
    text: () => controller.screen().bar?.field.text ?? null,
    lines: () => allLines(draw({width: columns, theme})),
    /** What stands above the bar. */
    list: () => {
      const lines = allLines(draw({width: columns, theme})).map(line => line.trimEnd());
      const bar = lines.findIndex(line => /^[:/?]/.test(line));
      const begin = lines.findLastIndex((line, index) => index < bar && line.includes('events'));
      return lines.slice(begin + 1, bar).filter(line => line !== '');
    },
  };
}

describe('tab', () => {
  test('puts the only word that fits, and a blank behind it', () => {
    const {type, press, text} = open();
    type(':relo');
    press('tab');
    expect(text()).toBe('reload');
    type('c');
    press('tab');
    expect(text()).toBe('reloadconfig ');
  });

  test('puts what all that fit begin with, and lists them with what each means', () => {
    const {type, press, text, lines} = open();
    type(':stop n');
    press('tab');
    expect(text()).toBe('stop n');
    const shown = lines().map(line => line.trimEnd());
    const bar = shown.findIndex(line => line.startsWith(':'));
    expect(shown.slice(bar - 2, bar)).toEqual([' neo4j  on 32 nodes, running', ' nginx  on 32 nodes, 0 running']);
  });

  test('again takes one after the other, shift-tab goes back, and past the end stands what was typed', () => {
    const {type, press, text} = open();
    type(':stop n');
    press('tab');
    const seen = ['tab', 'tab', 'tab', 'tab', 'shift-tab', 'shift-tab'].map(key => {
      press(key);
      return text();
    });
    expect(seen).toEqual(['stop neo4j ', 'stop nginx ', 'stop n', 'stop neo4j ', 'stop n', 'stop nginx ']);
  });

  test('esc takes the list away, and what it put there; once more closes the bar', () => {
    const {type, press, text, controller} = open();
    type(':stop n');
    press('tab', 'tab', 'esc');
    expect([text(), controller.screen().bar?.list]).toEqual(['stop n', null]);
    press('esc');
    expect(text()).toBeNull();
  });

  test('what is typed behind it goes on from there', () => {
    const {type, press, text} = open();
    type(':stop n');
    press('tab', 'tab');
    type('on 192.168.100.1');
    expect(text()).toBe('stop neo4j on 192.168.100.1');
  });

  test('completes a quoted name in the middle of a line', () => {
    const {type, press, text} = open();
    type(':stop "my w on 192.168.100.1');
    press('ctrl-a', 'meta-f', 'meta-f', 'meta-f', 'tab');
    expect(text()).toBe('stop "my web" on 192.168.100.1');
  });

  test('says so where nothing fits', () => {
    const {type, press, lines} = open();
    type(':sotp x');
    press('tab');
    expect(lines().some(line => line.startsWith(' nothing fits here'))).toBe(true);
  });

  test('completes the filter of the grid, too, and it counts at once', () => {
    const {type, press, text, controller} = open();
    type('/nginx:stopp');
    press('tab', 'tab', 'tab');
    expect(text()).toBe('nginx:stopped ');
    expect(controller.screen().filterText).toBe('nginx:stopped');
  });

  test('does nothing in a search', () => {
    const {type, press, text} = open();
    type('?/sto');
    press('tab');
    expect(text()).toBe('sto');
  });
});

describe.each([
  [24, 6],
  [40, 10],
  [40, 24],
  [80, 24],
] as const)('at %d × %d', (columns, rows) => {
  test('the list leaves the header, a node, the bar and what is under it', () => {
    const {type, press, lines} = open(columns, rows);
    type(':stop on 192');
    press('tab');
    const shown = lines();
    expect(shown).toHaveLength(rows);
    expect(shown.filter(line => widthOf(line) !== columns)).toEqual([]);
    expect(shown.some(line => line.startsWith(':stop on 192.168.100.'))).toBe(true);
    expect(shown.some(line => /^▌ 192\.16/.test(line))).toBe(true);
    expect(shown.some(line => / of 32 /.test(line))).toBe(true);
    expect(shown.at(-1)?.trim()).not.toBe('');
  });

  test('the one that is chosen is always seen', () => {
    const {type, press, lines} = open(columns, rows);
    type(':stop on 192');
    press('tab', 'shift-tab');
    expect(lines().some(line => /^▌192\.168\.100\.32/.test(line))).toBe(true);
  });
});

test('what the chosen one means is told in full where its line has no room for it', () => {
  const {type, press, lines} = open(40, 24);
  type(':restart --st');
  press('tab', 'tab');
  const shown = lines().map(line => line.trimEnd());
  const bar = shown.findIndex(line => line.startsWith(':'));
  expect(shown.slice(bar - 5, bar)).toEqual([
    '▌--strict         Do nothing where ther…',
    ' --start-stopped  Start what is stopped…',
    ' Do nothing where there is a warning,',
    ' such as a service that is configured',
    ' for other nodes',
  ]);
});

test('control characters of names are made visible', () => {
  const {type, press, lines} = open(80, 24, {n1: {'bad\u001B[2Jname': 'running', badly: 'running'} as never});
  type(':stop bad');
  press('tab');
  expect(lines().join('\n')).not.toContain('\u001B[2J');
  expect(lines().some(line => line.includes('bad') && line.includes('name'))).toBe(true);
});

describe('what is typed, when an earlier command is gone to', () => {
  function openTyped() {
    const opened = open();
    opened.controller.remember(['start nginx', 'stop neo4j']);
    opened.type(':status ng');
    return opened;
  }

  test('is there again behind the last one', () => {
    const {press, text} = openTyped();
    press('up', 'up', 'down', 'down');
    expect(text()).toBe('status ng');
    press('down');
    expect(text()).toBe('status ng');
  });

  test('stays where there is no earlier command', () => {
    const {press, text, type} = openTyped();
    press('up', 'up');
    type('x');
    press('up');
    expect(text()).toBe('start nginxx');
  });

  test('is there again as it was changed, of an earlier command, too, until it is run', () => {
    const {press, text, type} = openTyped();
    press('up');
    type(' 7');
    press('ctrl-p', 'ctrl-n');
    expect(text()).toBe('stop neo4j 7');
    press('ctrl-c');
    type(':');
    press('up');
    expect(text()).toBe('stop neo4j');
  });
});

describe('an earlier command', () => {
  function openWithHistory() {
    const opened = open();
    opened.controller.remember(['stop neo4j on 192.168.100.1', 'start nginx', 'stop nginx on 192.168.100.2']);
    opened.type(':');
    return opened;
  }

  test('is found by ctrl-r and what it has in it, the last one first; enter puts it into the bar', () => {
    const {type, press, text, controller} = openWithHistory();
    press('ctrl-r');
    type('stop');
    press('ctrl-r', 'enter');
    expect(text()).toBe('stop neo4j on 192.168.100.1');
    expect(controller.screen().bar?.list).toBeNull();
  });

  test('is shown with what it would come to before it is taken', () => {
    const {type, press, lines} = openWithHistory();
    press('ctrl-r');
    type('nginx 2');
    const shown = lines().map(line => line.trimEnd());
    const bar = shown.findIndex(line => line.startsWith('?nginx 2'));
    expect(shown[bar - 1]).toBe('▌stop nginx on 192.168.100.2');
    expect(shown[bar + 1]).toBe(' → 1 node × nginx = 1 target');
  });

  test('is not taken by esc, which brings back what was typed', () => {
    const {type, press, text} = openWithHistory();
    type('st');
    press('ctrl-r');
    type('art');
    press('esc');
    expect(text()).toBe('st');
  });

  test('is not there where none fits', () => {
    const {type, press, text, lines} = openWithHistory();
    press('ctrl-r');
    type('xyz');
    expect(lines().some(line => line.startsWith(' no earlier command has that in it'))).toBe(true);
    press('enter');
    expect(text()).toBe('');
  });

  test('of an earlier run stands behind those of this one', () => {
    const {type, press, text, controller} = openWithHistory();
    type('note a');
    press('enter', ':');
    controller.remember(['note b', 'start nginx']);
    press('up');
    expect(text()).toBe('note a');
    press('up');
    expect(text()).toBe('stop nginx on 192.168.100.2');
  });
});

test('a command is kept for later runs as it was typed; one that begins with a blank is remembered nowhere', () => {
  const kept: string[] = [];
  const store = createStore(clusterState(NODES));
  const {controller} = openController({
    store,
    clock: () => at(10),
    ports: {keep: command => kept.push(command)},
  });
  const run = (text: string) => {
    controller.press(':');
    controller.paste(text);
    controller.press('enter');
  };
  run('start neo4j  on 2,1 ');
  run('  note PASSWORD=secret');
  run('start neo4j; note "b"');
  expect(kept).toEqual(['start neo4j  on 2,1', 'start neo4j; note "b"']);
  expect(controller.screen().history).toEqual(kept);
  expect(controller.screen().bar).toBeNull();
});
