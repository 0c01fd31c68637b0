import {beforeEach, describe, expect, test} from '@jest/globals';
import {createHistory, type History} from '../../src/store/history.js';
import {createStore, type Store} from '../../src/store/store.js';
import {widthOf} from '../../src/text/width.js';
import type {Controller} from '../../src/view/controller.js';
import type {FrameOptions} from '../../src/view/frame.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines, bodyLines} from '../support/drawn-frame.js';
import {nodeSample, sampleCame, watcherSample} from '../support/node-sample.js';

/** Seconds: figures begin at 0, and it is 1,000 now. */
const NOW = 1_000;
const NODES = ['10.0.0.1', '10.0.0.2', '10.0.0.3'];

let store: Store;
let now: number;
let history: History;
let copied: string[];
let copyAnswer: number | string;
let controller: Controller;
let opened: ReturnType<typeof openController>;

beforeEach(() => {
  store = createStore(
    clusterState({
      '10.0.0.1': {neo4j: 'running', titan: 'running'},
      '10.0.0.2': {neo4j: 'running'},
      '10.0.0.3': {neo4j: 'running'},
    }),
  );
  for (const node of NODES) {
    const watchers = new Map([['neo4j', watcherSample([])]]);
    store.dispatch([sampleCame(node, NOW - 1, nodeSample({time: 50, watchers}))]);
  }
  history = createHistory();
  NODES.forEach((node, index) => {
    for (let second = 0; second < NOW; second++) {
      if (node === '10.0.0.2' && second >= 700 && second < 800) continue;
      const cpu = 40 + 35 * Math.sin((second + index * 200) / 90);
      const memory = (1 + index / 4 + second / 4_000) * 2 ** 30;
      history.hold({node, watcher: 'neo4j'}, second, second + 1, [cpu, memory, Number.NaN, 1_048_576]);
      history.hold({node, watcher: null}, second, second + 1, [
        cpu,
        memory,
        cpu / 2,
        2,
        1.5,
        2 * memory,
        0,
        2_097_152,
        10_240,
        20_480,
      ]);
    }
  });
  now = NOW;
  copied = [];
  copyAnswer = 321;
  open(24);
});

function open(rows: number): void {
  opened = openController({
    store,
    clock: () => at(now),
    rows,
    ports: {
      history,
      terminal: {
        repaint: () => {},
        suspend: () => {},
        ssh: async () => null,
        copy: text => {
          copied.push(text);
          return copyAnswer;
        },
      },
    },
  });
  controller = opened.controller;
}

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    controller.press(key);
    opened.draw();
  }
}

function type(text: string): void {
  press(':');
  for (const char of text) press(char === ' ' ? 'space' : char);
  press('enter');
}

const picture = (options: Partial<FrameOptions> = {}) => allLines(opened.draw(options)).join('\n');
const body = () => bodyLines(opened.draw()).join('\n');
const notice = () => controller.screen().notice?.text;
const chart = () => controller.screen().chart;

describe('opening', () => {
  test('m draws what is under the cursor', () => {
    press('right', 'm');
    expect(controller.screen().screen).toBe('chart');
    expect(chart().selection).toEqual({targets: [{node: '10.0.0.1', watcher: 'neo4j'}], figures: ['cpu'], left: 0});
  });

  test('m draws the marked cells, and with the cursor on a name the marked nodes', () => {
    press('right', 'space', 'down', 'space', 'm');
    expect(chart().selection?.targets).toEqual([
      {node: '10.0.0.1', watcher: 'neo4j'},
      {node: '10.0.0.2', watcher: 'neo4j'},
    ]);
    press('esc', 'left', 'm');
    expect(chart().selection?.targets).toEqual([
      {node: '10.0.0.1', watcher: null},
      {node: '10.0.0.2', watcher: null},
    ]);
  });

  test('the command names figures, watchers, nodes and time', () => {
    type('chart memory neo4j on 10.0.0.1-2 --last 5m --apart');
    expect(chart()).toMatchObject({
      selection: {
        figures: ['memory'],
        targets: [
          {node: '10.0.0.1', watcher: 'neo4j'},
          {node: '10.0.0.2', watcher: 'neo4j'},
        ],
      },
      seconds: 300,
      isApart: true,
    });
  });

  test('more than eight lines are not drawn, and it is said how many are left', () => {
    type('chart cpu memory busy');
    expect(chart().selection?.targets).toHaveLength(2);
    expect(body()).toContain('1 more have no room');
  });

  test.each([
    ['chart busy neo4j', 'busy is a figure of nodes: leave the watchers out'],
    ['chart --last 3h', '--last takes 1m to 2h, such as 90s, 10m or 2h'],
    ['chart --apart --together', '--together and --apart exclude each other'],
    ['chart nothere', 'no node has a watcher nothere'],
  ])('%s is refused in a sentence', (text, sentence) => {
    const plan = opened.planLine(text, []);
    expect(plan.ok ? '' : plan.problem.message).toBe(sentence);
  });

  test('esc goes back', () => {
    press('m', 'esc');
    expect(controller.screen().screen).toBe('grid');
  });
});

describe('pictures', () => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 50],
    [40, 12],
  ])('together at %d × %d', (width, height) => {
    open(height);
    type('chart cpu neo4j');
    expect(picture({width, height})).toMatchSnapshot();
  });

  test('apart', () => {
    type('chart cpu neo4j --apart');
    expect(picture({width: 80, height: 24})).toMatchSnapshot();
    expect(picture({width: 120, height: 30})).toMatchSnapshot();
  });

  test('eight apart, where the table gives way', () => {
    const eight = Array.from({length: 8}, (_, index) => `10.0.0.${index + 1}`);
    store = createStore(clusterState(Object.fromEntries(eight.map(node => [node, {neo4j: 'running'} as const]))));
    eight.forEach((node, index) => {
      for (let second = 0; second < NOW; second++) {
        history.hold({node, watcher: 'neo4j'}, second, second + 1, [50 + 40 * Math.sin(second / 60 + index), 0, 0, 0]);
      }
    });
    open(24);
    type('chart cpu neo4j --apart');
    expect(picture()).toMatchSnapshot();
    expect(picture({width: 120, height: 40})).toMatchSnapshot();
  });

  test('in ASCII', () => {
    type('chart memory neo4j');
    const drawn = picture({theme: createTheme({isAscii: true, hasColor: false})});
    expect(drawn).toMatch(/^[\n\u0020-\u007E]*$/);
    expect(drawn).toMatchSnapshot();
  });

  test('in blocks', () => {
    type('chart cpu');
    press('b');
    expect(picture()).toMatchSnapshot();
  });

  test('several figures', () => {
    type('chart busy received on 10.0.0.1-2');
    expect(picture({height: 30})).toMatchSnapshot();
  });

  test('two hours', () => {
    type('chart cpu on 10.0.0.1 --last 2h');
    expect(picture()).toMatchSnapshot();
  });

  test('each size has lines of exactly its width', () => {
    type('chart cpu neo4j');
    for (const theme of [
      createTheme({isAscii: false, hasColor: true}),
      createTheme({isAscii: false, hasColor: true, isLight: true}),
      createTheme({isAscii: true, hasColor: true}),
    ]) {
      for (let width = 1; width <= 200; width += 21) {
        for (const height of [1, 2, 5, 8, 13, 24, 50]) {
          const frame = opened.draw({width, height, theme});
          const {parts} = frame.body;
          const lines = parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
          expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
          expect(frame.header.length + lines.length + frame.bottom.length).toBeLessThanOrEqual(height);
        }
      }
    }
  });

  test('with colours each series has its own, with and without a light background', () => {
    type('chart cpu neo4j');
    const colours = (isLight: boolean) => {
      const {parts} = opened.draw({theme: createTheme({isAscii: false, hasColor: true, isLight})}).body;
      const lines = parts.flatMap(part => (part.type === 'lines' ? part.lines : []));
      return NODES.map(
        node =>
          /\u001B\[([\d;]+)m[^\u001B]*$/.exec(
            lines.find(line => line.includes(`${node} neo4j`))?.split(node)[0] ?? '',
          )?.[1],
      );
    };
    expect(new Set(colours(false)).size).toBe(3);
    expect(new Set(colours(true)).size).toBe(3);
    expect(colours(true)).not.toEqual(colours(false));
  });
});

describe('the cursor', () => {
  beforeEach(() => type('chart cpu neo4j on 10.0.0.1'));

  const valueAt = () =>
    /\(?(\d\d:\d\d:\d\d)|now/.exec(
      body()
        .split('\n')
        .find(line => line.includes('p95')) ?? '',
    )?.[0];

  test('stands still, and shows the value of its moment', () => {
    expect(valueAt()).toBe('now');
    press('left');
    expect(valueAt()).toBe('12:16:30');
    const before = body();
    now += 30;
    expect(body()).toBe(before);
  });

  test('moves by single values, and past the newest it follows again', () => {
    press(',', ',');
    expect(valueAt()).toBe('12:16:38');
    press('.', '.', '.');
    expect(valueAt()).toBe('now');
    press('left', 'G');
    expect(chart().held).toBeNull();
  });

  test('takes the window with it', () => {
    press('g');
    const [from] = body().match(/\d\d:\d\d:\d\d–/) ?? [];
    press('left');
    expect(body().match(/\d\d:\d\d:\d\d–/)?.[0]).not.toBe(from);
    expect(valueAt()).toBe('12:06:40');
  });

  test('stays where it is when more or less time is shown', () => {
    press('left', 'left', '+');
    expect(chart().seconds).toBe(300);
    expect(valueAt()).toBe('12:16:20');
    press('-', '-');
    expect(chart().seconds).toBe(1_200);
    expect(valueAt()).toBe('12:16:20');
  });

  test('time goes from a minute to two hours', () => {
    press('+', '+', '+', '+', '+');
    expect(chart().seconds).toBe(60);
    press(...Array.from({length: 12}, () => '-'));
    expect(chart().seconds).toBe(7_200);
  });
});

test('f goes through the figures that a watcher has, and a node has more', () => {
  press('right', 'm', 'f', 'f', 'f');
  expect(chart().selection?.figures).toEqual(['written']);
  press('f');
  expect(chart().selection?.figures).toEqual(['cpu']);
  press('esc', 'left', 'm', 'F');
  expect(chart().selection?.figures).toEqual(['sent']);
});

describe('what is not known is said', () => {
  test('of a figure that may not be read', () => {
    type('chart read neo4j on 10.0.0.1');
    expect(body()).toContain('nothing is known of this time');
  });

  test('of watchers, before ten minutes', () => {
    type('chart neo4j --last 1h');
    expect(body()).toContain('watchers are known for the last 10 min only; nodes for 2 h');
  });

  test('of a node that sends no samples', () => {
    store = createStore(clusterState({'10.0.0.1': {neo4j: 'running'}}));
    history = createHistory();
    open(24);
    type('chart written neo4j on 10.0.0.1');
    expect(body()).toContain('this node sends no samples');
    type('chart cpu neo4j on 10.0.0.1');
    expect(body()).toContain('10.0.0.1: children not counted');
  });
});

test('jobs are ticks below', () => {
  store.dispatch([
    {
      type: 'job-began',
      at: at(800),
      job: 3,
      text: 'restart neo4j',
      command: 'restart',
      isDryRun: false,
      targets: [{node: '10.0.0.1', watcher: 'neo4j'}],
    },
  ]);
  type('chart cpu neo4j on 10.0.0.1');
  expect(body()).toContain('▲#3 restart neo4j');
});

test('notes are ticks, too, and stand among the events', () => {
  press('m', 'n');
  for (const char of 'load begins') press(char === ' ' ? 'space' : char);
  press('enter');
  expect(body()).toContain('load begins◆');
  press('J', 'e');
  expect(body()).toContain('note: load begins');
});

describe('y', () => {
  test('copies the table that is shown, and says how much', () => {
    type('chart cpu neo4j --last 5m');
    press('y');
    expect(copied).toMatchSnapshot();
    expect(notice()).toBe(
      'copied the table: 5 lines, 321 bytes; terminals may refuse it, and tmux does without set-clipboard on',
    );
  });

  test('says why it could not', () => {
    copyAnswer = 'this terminal has no clipboard that a program could write to';
    press('m', 'y');
    expect(notice()).toBe(copyAnswer);
  });
});

test('the table shows a value that all series have: one of whom the last second has not come yet shows no gap, one that has ceased does', () => {
  const late = (newest: Readonly<Record<string, number>>) => {
    history = createHistory();
    for (const [node, last] of Object.entries(newest)) {
      for (let second = 0; second < last; second++) {
        history.hold({node, watcher: 'neo4j'}, second, second + 1, [50, 0, 0, 0]);
      }
    }
    open(40);
    type('chart cpu neo4j on 10.0.0.1-2 --last 1m');
    return [1, 2].map(number => {
      const line = bodyLines(opened.draw({height: 40})).find(each => each.includes(`10.0.0.${number} neo4j`)) ?? '';
      return /neo4j +(\S+)/.exec(line)?.[1];
    });
  };
  expect(late({'10.0.0.1': NOW, '10.0.0.2': NOW - 1})).toEqual(['50.0%', '50.0%']);
  expect(late({'10.0.0.1': NOW, '10.0.0.2': NOW - 20})).toEqual(['50.0%', '-']);
});
