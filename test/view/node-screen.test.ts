import {beforeEach, describe, expect, test} from '@jest/globals';
import {type ProcessCommand, processKey} from '../../src/model/node-details.js';
import type {SampledProcess} from '../../src/model/sample.js';
import {createStore, type Store} from '../../src/store/store.js';
import {cleanText} from '../../src/text/clean-text.js';
import {widthOf} from '../../src/text/width.js';
import {reduceScreen} from '../../src/view/reduce-screen.js';
import {gridView} from '../../src/view/screen-state.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines, bodyLines} from '../support/drawn-frame.js';
import {MACHINE, nodeSample, sampleCame, sampledProcess, watcherSample} from '../support/node-sample.js';

const NODE = '10.0.0.1';
const DB: readonly SampledProcess[] = [
  sampledProcess({pid: 3312, user: 10, resident: 512 * 2 ** 20, threads: 61}),
  sampledProcess({pid: 3340, parent: 3312, started: 995, user: 2, written: 2 ** 20}),
];

let store: Store;
let opened: ReturnType<typeof openController>;

beforeEach(() => {
  store = createStore(
    clusterState({[NODE]: {neo4j: 'running', titan: 'stopped'}, '10.0.0.2': {neo4j: 'running'}, '10.0.0.3': null}),
  );
  const sample = (time: number, user: number) =>
    nodeSample({
      time,
      machine: {
        ...MACHINE,
        cpu: {user: user / 4, system: 0.1 * time, wait: 0.05 * time, steal: 0, idle: 1.5 * time},
        disks: new Map([['vda', {read: 0, written: 2 ** 20 * time, busy: time / 10}]]),
        networks: new Map([['eth0', {received: 2_048 * time, sent: 1_024 * time}]]),
      },
      watchers: new Map([
        ['neo4j', watcherSample(DB, {user, written: 2 ** 20 * time})],
        ['titan', watcherSample([])],
      ]),
    });
  store.dispatch([sampleCame(NODE, 8, sample(10, 12)), sampleCame(NODE, 9, sample(11, 12.5))]);
  opened = openController({store, clock: () => at(10)});
});

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    opened.controller.press(key);
    opened.draw();
  }
}

function readCommands(commands: ReadonlyMap<string, ProcessCommand>): void {
  const details = {node: NODE, commands, processes: new Map(), unread: new Map(), settings: new Map(), problem: null};
  store.dispatch([{type: 'node-details-read', at: at(10), details}]);
}

const hereLine = () => bodyLines(opened.draw()).find(line => line.startsWith('▌')) ?? '';

describe('pictures', () => {
  test.each([
    [80, 24],
    [120, 40],
    [200, 50],
  ])('%d × %d', (width, height) => {
    press('enter');
    expect(allLines(opened.draw({width, height})).join('\n')).toMatchSnapshot();
  });

  test('in ASCII', () => {
    press('enter');
    const lines = allLines(opened.draw({theme: createTheme({isAscii: true, hasColor: false})}));
    expect(lines.join('\n')).toMatch(/^[\n -~]*$/);
  });

  test('at every width and height each line has just the width', () => {
    press('enter', 'j', 'j');
    for (const width of [1, 12, 20, 33, 40, 60, 79, 81, 133]) {
      for (const height of [1, 2, 3, 5, 8, 12, 30]) {
        const lines = bodyLines(opened.draw({width, height}));
        expect(lines.length).toBeLessThanOrEqual(height);
        for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
      }
    }
  });
});

test('of a node without samples it is said that children are not counted, of one that is away why', () => {
  press('enter', 'n');
  expect(bodyLines(opened.draw()).join('\n')).toContain('children not counted');
  press('n');
  expect(bodyLines(opened.draw()).join('\n')).toContain('no answer within 3 s, never seen');
  press('n');
  expect(allLines(opened.draw()).join('\n')).toContain('this is the last node');
});

test('where it listens is said, for statistics only where somebody sends them', () => {
  const endpoints = {commands: 'tcp://*:5555', events: 'tcp://*:5556', statistics: 'tcp://*:5557'};
  store.dispatch([{type: 'endpoints-read', at: at(10), node: NODE, endpoints}]);
  press('enter');
  expect(bodyLines(opened.draw()).join('\n')).toMatch(
    /endpoints commands tcp:\/\/\*:5555 · events tcp:\/\/\*:5556 +$/m,
  );
  const statuses = new Map([['circusd-stats', 'running'] as const]);
  store.dispatch([{type: 'statuses-read', at: at(11), node: NODE, nodeTime: 50, statuses}]);
  expect(bodyLines(opened.draw({width: 120, height: 24})).join('\n')).toMatch(
    /events tcp:\/\/\*:5556 · statistics tcp:\/\/\*:5557 +$/m,
  );
});

test('a command line that is cut stands whole below while the cursor is on it, in parts where it is very long', () => {
  const [first] = DB;
  if (first === undefined) throw new Error('there is no process');
  const words = Array.from({length: 250}, (_, index) => `-Dword${index}=on`);
  readCommands(new Map([[processKey(first), {...first, command: ['java', ...words].join(' '), user: null}]]));
  press('enter', 'right', 'j');
  const seen = new Set<string>();
  const small = () => bodyLines(opened.draw({width: 80, height: 24})).join('\n');
  expect(small()).toMatch(/ {2}3312 java -Dword0=on[\s\S]* {2}part 1 of (\d), w goes on/);
  const [, parts = ''] = /part 1 of (\d)/.exec(small()) ?? [];
  for (let part = 0; part < Number(parts); part++) {
    for (const word of small().split(/\s+/)) seen.add(word);
    press('w');
  }
  expect(words.filter(word => !seen.has(word))).toEqual([]);
  expect(small()).toContain('part 1 of');
  press('w', 'j');
  expect(small()).not.toMatch(/part|-Dword2=on/);
});

test('control characters of command lines and names reach no terminal, and each line keeps its width', () => {
  const nasty = 'we\u001B[2Jb\u0007\n\u202Edb 漢字';
  const name = cleanText(nasty);
  store.dispatch([
    sampleCame(NODE, 12, nodeSample({time: 12, watchers: new Map([[name, watcherSample(DB)]])})),
    {type: 'statuses-read', at: at(12), node: NODE, nodeTime: 60, statuses: new Map([[name, 'running']])},
  ]);
  press('enter', 'G');
  for (const width of [40, 80, 120]) {
    const lines = bodyLines(opened.draw({width, height: 24}));
    expect(lines.join('')).not.toMatch(/[\u0000-\u0009\u000B-\u001F\u007F-\u009F\u202E]/);
    for (const line of lines) expect(widthOf(line)).toBeLessThanOrEqual(width);
  }
});

test('forty watchers are walked through, and the last one is reached', () => {
  const names = Array.from({length: 40}, (_, index) => `service-${String(index).padStart(2, '0')}`);
  const statuses = new Map(names.map(name => [name, 'running'] as const));
  store.dispatch([{type: 'statuses-read', at: at(12), node: NODE, nodeTime: 60, statuses}]);
  press('enter');
  const seen = new Set<string>();
  for (let step = 0; step < 50; step++) {
    press('right');
    seen.add(/service-\d\d/.exec(hereLine())?.[0] ?? '');
  }
  expect([...seen]).toEqual(expect.arrayContaining(names));
});

test('of a node without samples its processes are named as circus tells them, and what is not read is said at its watcher', () => {
  const other = '10.0.0.2';
  const details = {
    node: other,
    commands: null,
    processes: new Map([
      [
        'neo4j',
        [
          {pid: 71, parent: null, program: 'java', memory: 3 * 2 ** 20, startedAt: at(10).wall / 1_000 - 90},
          {pid: 75, parent: 71, program: 'helper', memory: null, startedAt: null},
        ],
      ],
    ]),
    settings: new Map(),
    unread: new Map([['neo4j', 'no answer within 3 s']]),
    problem: null,
  };
  store.dispatch([
    {type: 'processes-read', at: at(10), node: other, nodeTime: 60, watcher: 'neo4j', pids: [71]},
    {type: 'node-details-read', at: at(10), details},
  ]);
  press('enter', 'n');
  const shown = bodyLines(opened.draw()).join('\n');
  expect(shown).toMatch(/ 71 java .* 3\.0M .* (90s|1min)/);
  expect(shown).toMatch(/└─ +75 helper .* — /);
  expect(shown).toMatch(/neo4j[\s\S]*not all of it could be read: no answer within 3 s/);
});

test('the cursor goes from watcher to watcher, stays on its process when lines come, and with n on its watcher', () => {
  press('enter', 'right');
  expect(hereLine()).toMatch(/● neo4j/);
  press('j');
  expect(hereLine()).toMatch(/3312/);
  press('j');
  expect(hereLine()).toMatch(/└─ +3340/);
  store.dispatch([
    {
      type: 'node-lost',
      at: at(11),
      node: NODE,
      reason: 'connection lost',
    },
  ]);
  expect(hereLine()).toMatch(/└─ +3340/);
  press('n');
  expect(hereLine()).toMatch(/● neo4j/);
});

test('from a process that has ended the cursor goes to its watcher, not to the process beside it', () => {
  press('enter', 'right', 'j', 'j');
  expect(hereLine()).toMatch(/3340/);
  const [first] = DB;
  if (first === undefined) throw new Error('there is no process');
  const left = watcherSample([first, sampledProcess({pid: 4_000})]);
  store.dispatch([sampleCame(NODE, 12, nodeSample({time: 12, watchers: new Map([['neo4j', left]])}))]);
  expect(hereLine()).toMatch(/● neo4j/);
});

test('of a node that does not answer the watchers are told to be as they were', () => {
  press('enter');
  store.dispatch([{type: 'node-lost', at: at(11), node: NODE, reason: 'connection lost'}]);
  const shown = bodyLines(opened.draw()).join('\n');
  expect(shown).toMatch(/^10\.0\.0\.1 {2}○ offline +\d+ of 3 nodes/m);
  expect(shown).toMatch(/watchers, as last heard/);
  expect(shown).toMatch(/neo4j {2}was running/);
});

describe('keys act on the line that is drawn', () => {
  const notice = () => opened.controller.screen().notice?.text ?? null;

  test('where another process has the pid of the one under the cursor, on the watcher', () => {
    press('enter', 'right', 'j', 'j');
    const [first, second] = DB;
    if (first === undefined || second === undefined) throw new Error('there is no process');
    const anew = watcherSample([first, {...second, started: 1_005}]);
    store.dispatch([sampleCame(NODE, 12, nodeSample({time: 12, watchers: new Map([['neo4j', anew]])}))]);
    expect(hereLine()).toMatch(/● neo4j/);
    press('K');
    expect(notice()).toBe('the cursor is on no process: put it on one to kill that');
    press('t');
    expect(opened.controller.screen().bar?.field.text).toBe(`signal neo4j TERM on ${NODE}`);
  });

  test('on all watchers of a node that does not have the one that the cursor was on', () => {
    press('enter', 'right', 'right');
    expect(hereLine()).toMatch(/titan/);
    press('n');
    expect(opened.controller.screen().cursor.node).toBe('10.0.0.2');
    press('t');
    expect(notice()).toBe('the cursor is on no watcher: put it on one, or on a process, to send a signal');
  });

  test('on the node that it was opened for, whichever is first in the grid since', () => {
    const used = (cpu: number) =>
      nodeSample({time: 20, watchers: new Map([['neo4j', watcherSample(DB, {user: cpu})]])});
    press(':', ...'sort cpu', 'enter');
    press('enter');
    const {node} = opened.controller.screen().cursor;
    expect(node).toBe(NODE);
    store.dispatch([sampleCame('10.0.0.2', 18, used(10)), sampleCame('10.0.0.2', 20, {...used(90), time: 21})]);
    expect(bodyLines(opened.draw())[0]).toContain(NODE);
  });
});

test('an environment that nobody waits for any more is not shown', async () => {
  const {promise, resolve} = Promise.withResolvers<readonly {name: string; value: string}[]>();
  opened = openController({
    store,
    clock: () => at(10),
    ports: {details: {look: () => {}, environment: () => promise}},
  });
  press('enter', 'right', 'E', 'esc', 'enter');
  resolve([{name: 'PASSWORD', value: 'hush'}]);
  await promise;
  expect(opened.controller.screen().node.environment).toBeNull();
});

test('that a node lists not all of its processes is said above them', () => {
  press('enter');
  expect(allLines(opened.draw()).join('\n')).not.toMatch(/not listed/);
  for (const [left, said] of [
    [1, '1 process is not listed, but counted'],
    [1_203, '1,203 processes are not listed, but counted'],
  ] as const) {
    const watchers = new Map([['neo4j', watcherSample(DB)]]);
    store.dispatch([sampleCame(NODE, 12, nodeSample({time: 12 + left, left, watchers}))]);
    expect(allLines(opened.draw()).find(line => line.includes('not listed'))).toContain(said);
  }
});

test('an environment that was asked for is forgotten with the screen, whichever way that is left', () => {
  for (const leave of ['esc', 'J', 'L']) {
    press('enter');
    const {node} = opened.controller.screen();
    const shown = reduceScreen(
      opened.controller.screen(),
      {type: 'place-node', view: {...node, environment: {node: NODE, watcher: 'neo4j', lines: ['PASSWORD=hush']}}},
      gridView(store.state(), opened.controller.screen(), 10, at(10)),
      0,
    );
    expect(shown.node.environment?.lines).toEqual(['PASSWORD=hush']);
    const action =
      leave === 'esc' ? ({type: 'back'} as const) : ({type: 'show', screen: leave === 'J' ? 'jobs' : 'log'} as const);
    const left = reduceScreen(shown, action, gridView(store.state(), shown, 10, at(10)), 0);
    expect([left.screen === 'node', left.node.environment]).toEqual([false, null]);
    press('esc');
  }
});

test('a hidden node is not shown by its name, and one that is not there is no node', () => {
  press(':', ...'filter 10.0.0.2', 'enter');
  press(':', ...'node 10.0.0.1', 'enter');
  expect(allLines(opened.draw()).join('\n')).toContain('10.0.0.1 is hidden by the filter of the grid');
  press(':', ...'node 10.9.9.9', 'enter');
  expect(allLines(opened.draw()).join('\n')).toContain('10.9.9.9 is not in the cluster');
});

test('thousands of processes are drawn as far as they are seen', () => {
  const many = Array.from({length: 1_000}, (_, index) => sampledProcess({pid: 10_000 + index}));
  store.dispatch([sampleCame(NODE, 12, nodeSample({time: 20, watchers: new Map([['neo4j', watcherSample(many)]])}))]);
  press('enter', 'G');
  expect(bodyLines(opened.draw({height: 24})).length).toBeLessThanOrEqual(24);
  press('g', 'right', 'pagedown', 'pagedown');
  expect(hereLine()).toMatch(/100\d\d/);
});
