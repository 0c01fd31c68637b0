import {beforeEach, describe, expect, test} from '@jest/globals';
import type {EventFact, Fact} from '../../src/model/facts.js';
import {createStore, type Store} from '../../src/store/store.js';
import {widthOf} from '../../src/text/width.js';
import type {Controller} from '../../src/view/controller.js';
import type {FrameOptions} from '../../src/view/frame.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {allLines, bodyLines} from '../support/drawn-frame.js';

let store: Store;
let now: number;
let controller: Controller;
let opened: ReturnType<typeof openController>;

beforeEach(() => {
  store = createStore(
    clusterState({
      '10.0.0.1': {neo4j: 'running', titan: 'running'},
      '10.0.0.2': {neo4j: 'running'},
      '10.0.0.3': {neo4j: 'stopped'},
    }),
  );
  now = 3_000;
  open(24);
});

function open(rows: number): void {
  opened = openController({store, clock: () => at(now), rows});
  controller = opened.controller;
}

const happen = (...facts: readonly Fact[]) => store.dispatch(facts);

function press(...keys: readonly string[]): void {
  for (const key of keys) {
    controller.press(key);
    opened.draw();
  }
}

/** A process of that pid crashes. */
const crash = (pid: number, node = '10.0.0.1', watcher = 'neo4j', second = pid): EventFact => ({
  type: 'process-reaped',
  at: at(second),
  node,
  watcher,
  nodeTime: 100 + second,
  pid,
  exit: {code: 3, signal: null},
});
const crashes = (first: number, count: number) => Array.from({length: count}, (_, index) => crash(first + index));
const lost = (second: number, node: string): Fact => ({
  type: 'node-lost',
  at: at(second),
  node,
  reason: 'connection lost',
});
const jobBegan = (job: number): Fact => ({
  type: 'job-began',
  at: at(40),
  job,
  text: 'restart neo4j on 10.0.0.1-2',
  command: 'restart',
  isDryRun: false,
  targets: [{node: '10.0.0.1', watcher: 'neo4j'}],
  by: {who: 'root@control', how: 'key'},
});

const body = (options: Partial<FrameOptions> = {}) => bodyLines(opened.draw(options)).map(line => line.trimEnd());
const below = () => (allLines(opened.draw()).at(-2) ?? '').trimEnd();
const underBar = () => (allLines(opened.draw()).at(-1) ?? '').trimEnd();
/** The pids of the crashes that are seen, the one under the cursor behind a ">". */
const pids = (options: Partial<FrameOptions> = {}) =>
  body(options).flatMap(line => {
    const [, pid] = /process (\d+) exited/.exec(line) ?? [];
    return pid === undefined ? [] : [`${line.startsWith('▌') ? '>' : ''}${pid}`];
  });
const range = (first: number, last: number) =>
  Array.from({length: last - first + 1}, (_, index) => String(first + index));
const time = (second: number) => new Date(at(second).wall).toTimeString().slice(0, 8);

describe('what is shown', () => {
  test('each entry with time, node, watcher and what happened, the newest last and under the cursor', () => {
    happen(crash(20), crash(21, '10.0.0.2'), jobBegan(1), lost(50, '10.0.0.3'));
    press('e');
    expect(body().filter(line => line !== '')).toEqual([
      'Events',
      ` ✖ ${time(20)} 10.0.0.1  neo4j     process 20 exited 3`,
      ` ✖ ${time(21)} 10.0.0.2  neo4j     process 21 exited 3`,
      ` ◐ ${time(40)} job #1 began: restart neo4j on 10.0.0.1-2, by root@control (key)`,
      `▌○ ${time(50)} 10.0.0.3  offline: connection lost`,
      `  newest, followed${' '.repeat(52)}1-4 of 4`,
    ]);
  });

  test('that nothing has happened, while nothing has', () => {
    press('e');
    expect(body()[1]).toMatch(/^ {2}Nothing has happened yet\./);
  });

  test('the day above entries of another one, and above the first of today', () => {
    const day = 24 * 3_600;
    happen(crash(20), crash(21), crash(22, '10.0.0.1', 'neo4j', day + 5));
    now = day + 10;
    press('e');
    const days = [20, day].map(second => {
      const date = new Date(at(second).wall);
      const digits = [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(number => String(number));
      return `   ${date.toDateString().slice(0, 3)} ${digits.map(text => text.padStart(2, '0')).join('-')} ───`;
    });
    expect(body().slice(1, 6)).toEqual([
      days[0],
      expect.stringContaining('process 20'),
      expect.stringContaining('process 21'),
      days[1],
      expect.stringMatching(/^▌.*process 22/),
    ]);
  });

  test('in full below the rows, what the row of the cursor has no room for', () => {
    happen({type: 'node-lost', at: at(30), node: '10.0.0.3', reason: `it says ${'no, '.repeat(30)}never`});
    press('e');
    expect(body().slice(-4, -1).join(' ').replace(/\s+/g, ' ')).toBe(
      ` 10.0.0.3: offline: it says ${'no, '.repeat(30)}never`,
    );
    happen(crash(31));
    expect(body().slice(-3, -1)).toEqual(['', '']);
  });

  test('what was fetched later by a sign and a word, and where some may be missing by a line that stands out', () => {
    const {events, ...others} = store.state();
    const entry = {at: at(20), node: '10.0.0.1', watcher: 'neo4j', nodeTime: 120, isRecalled: true};
    const exit = {code: 143, signal: null};
    store = createStore({
      ...others,
      events: events.withLast([
        {...entry, number: 1, watcher: null, kind: 'may-be-missing', count: 3, why: 'not-kept'},
        {...entry, number: 2, at: at(25), kind: 'crashed', pid: 7, exit, replacedBy: null},
      ]),
    });
    open(24);
    press('e');
    expect(body().slice(1, 4)).toEqual([
      ` ? ${time(20)} 10.0.0.1  ─── 3 events are missing here: there were more than the n…`,
      `▌✖«${time(25)} 10.0.0.1  neo4j     recalled: process 7 exited 143: ended on SIGTERM`,
      '',
    ]);
    press('k');
    expect(body().slice(-3, -1).join(' ').replace(/ +/g, ' ')).toBe(
      ' 10.0.0.1: 3 events are missing here: there were more than the node keeps',
    );
    press('/', ...'is:recalled', 'enter');
    expect(body().filter(line => line.includes('recalled: '))).toEqual([expect.stringContaining('process 7')]);
  });

  test('of thousands of entries only the rows that are seen are painted', () => {
    happen(...crashes(1, 5_000));
    const real = createTheme({isAscii: false, hasColor: false});
    let painted = 0;
    const theme: Theme = {
      ...real,
      paint: (...given) => {
        painted += 1;
        return real.paint(...given);
      },
    };
    press('e');
    expect(pids({theme}).at(-1)).toBe('>5000');
    expect(painted).toBeLessThan(24 * 5);
  });
});

describe('the cursor', () => {
  beforeEach(() => {
    happen(...crashes(101, 60));
    press('e');
  });

  test('is on the newest entry, and goes on with it', () => {
    expect(pids()).toEqual([...range(142, 159), '>160']);
    happen(...crashes(161, 2));
    expect(pids()).toEqual([...range(144, 161), '>162']);
  });

  test('moved up stays on its entry, and what is seen stays where it is, while others come', () => {
    press('k');
    const before = pids();
    expect(before).toEqual([...range(142, 158), '>159', '160']);
    happen(...crashes(161, 100));
    expect(pids()).toEqual(before);
    press('k', 'k');
    expect(pids()).toEqual([...range(142, 156), '>157', ...range(158, 160)]);
    expect(body().at(-1)).toMatch(/^ {2}G follows the newest +42-60 of 160 ▼$/);
  });

  test('follows again at the end, however it comes there', () => {
    press('k', 'j');
    happen(...crashes(161, 1));
    expect(pids().at(-1)).toBe('>161');
    press('pageup', 'G');
    happen(...crashes(162, 1));
    expect(pids().at(-1)).toBe('>162');
  });

  test('goes to the oldest and by pages, and sees every entry on the way', () => {
    press('g');
    expect(pids()).toEqual(['>101', ...range(102, 119)]);
    const seen = new Set(pids().map(pid => pid.replace('>', '')));
    for (let page = 0; page < 4; page++) {
      press('pagedown');
      for (const pid of pids()) seen.add(pid.replace('>', ''));
    }
    expect([...seen]).toEqual(range(101, 160));
    press('ctrl-u');
    expect(pids()[9]).toBe('>151');
  });

  test('goes to what is bad, up and down, and stays where there is no more', () => {
    const started = (second: number): Fact => ({
      type: 'watcher-reloaded',
      at: at(second),
      node: '10.0.0.1',
      watcher: 'neo4j',
      nodeTime: 100 + second,
    });
    happen(...Array.from({length: 30}, (_, index) => started(161 + index)));
    press('N');
    expect(pids().find(pid => pid.startsWith('>'))).toBe('>160');
    happen(crash(200), started(201));
    press('n');
    expect(pids()).toEqual(['>200']);
    press('n', 'N', 'N');
    expect(pids().find(pid => pid.startsWith('>'))).toBe('>159');
  });

  test('stays on its entry among thousands of the same moment', () => {
    happen(...Array.from({length: 5_000}, (_, index) => crash(1_000 + index, '10.0.0.2', 'neo4j', 170)));
    press('k', 'pageup', 'pageup', 'k');
    const [before] = pids().filter(pid => pid.startsWith('>'));
    expect(before).toBe('>5959');
    happen(...Array.from({length: 5_000}, (_, index) => crash(6_000 + index, '10.0.0.2', 'neo4j', 170)));
    expect(pids()).toContain(before);
  });

  test('and what is seen stay, too, when a node tells of what was before', () => {
    press('k', 'k');
    const before = pids();
    const clock = (second: number) => at(second).wall / 1_000;
    const earlier = [50, 130].map(second => ({
      ...crash(second + 1_000, '10.0.0.2', 'neo4j', second),
      nodeTime: clock(second),
      byItself: true,
    }));
    happen(
      {type: 'ping-answered', at: at(2), node: '10.0.0.2', rtt: 0, nodeTime: clock(2)},
      {
        type: 'events-recalled',
        at: at(170),
        node: '10.0.0.2',
        nodeTime: clock(170),
        rtt: 0,
        events: earlier,
        lost: null,
      },
    );
    expect(store.state().events.length).toBe(62);
    expect(pids()).toEqual(before);
    press('g');
    expect(pids()[0]).toBe('>1050');
  });

  test('stays where it was in time when its entry does not fit the filter', () => {
    happen(...crashes(161, 3), crash(164, '10.0.0.2'));
    press('k', 'k', 'k', '/', ...'10.0.0.2', 'enter');
    expect(pids()).toEqual(['>164']);
    press('esc');
    expect(pids().find(pid => pid.startsWith('>'))).toBe('>161');
  });
});

describe('the filter', () => {
  beforeEach(() => {
    happen(crash(20), crash(21, '10.0.0.2'), crash(22, '10.0.0.1', 'titan'), jobBegan(1), lost(50, '10.0.0.3'));
    press('e');
  });

  test.each([
    ['10.0.0.2', ['process 21']],
    ['titan', ['process 22']],
    ['CONNECTION', ['offline']],
    ['is:crashed', ['process 20', 'process 21', 'process 22']],
    ['!is:crashed', ['job #1', 'offline']],
    ['neo4j:crashed', ['process 20', 'process 21']],
    ['neo*:bad !10.0.0.1', ['process 21']],
    ['is:killed', []],
    ['is:job root@control', ['job #1']],
    ['exited=3', []],
  ])('%s', (filter, expected) => {
    press('/', ...[...filter].map(char => (char === ' ' ? 'space' : char)), 'enter');
    const texts = body().flatMap(line => /process \d+|job #\d+|offline/.exec(line)?.[0] ?? []);
    expect(texts).toEqual(expected);
    expect(body()[0]).toMatch(new RegExp(`^Events · filter .* ${expected.length} of 5$`));
  });

  test('is tried while it is typed, says how much it leaves, and what is wrong', () => {
    press('/', ...'is:crashe');
    expect(underBar()).toBe('    ^ is: takes what happened: did you mean crashed?');
    expect(pids()).toHaveLength(3);
    press('d');
    expect(underBar()).toMatch(/^ → 3 of 5 {3}part of a name/);
    press('esc');
    expect(body()[0]).toBe('Events');
  });

  test('finds what comes, and forgets what a crash that was mended has been', () => {
    press('/', ...'respawned', 'enter');
    expect(body()[1]).toMatch(/None of 5 fits the filter; esc shows all/);
    happen({type: 'process-spawned', at: at(60), node: '10.0.0.1', watcher: 'neo4j', nodeTime: 170, pid: 90});
    happen(crash(90, '10.0.0.1', 'neo4j', 91));
    happen({type: 'process-spawned', at: at(92), node: '10.0.0.1', watcher: 'neo4j', nodeTime: 192, pid: 93});
    press('esc', '/', ...'is:bad', 'enter');
    expect(pids()).toEqual(['20', '21', '22', '>90']);
  });

  test('is kept for the next time; esc takes it away before it leaves', () => {
    press('/', ...'titan', 'enter', 'ctrl-c');
    expect(controller.screen().screen).toBe('grid');
    press('e');
    expect(pids()).toEqual(['>22']);
    press('esc');
    expect([controller.screen().screen, pids()]).toEqual(['events', ['20', '21', '22']]);
    press('esc');
    expect(controller.screen().screen).toBe('grid');
  });

  test('of the grid is another one', () => {
    press('/', ...'titan', 'enter', 'ctrl-c');
    expect(controller.screen().filterText).toBe('');
  });
});

describe('the command', () => {
  test('shows what happened on some nodes', () => {
    happen(crash(20), crash(21, '10.0.0.2'), jobBegan(1), lost(50, '10.0.0.3'));
    press(':', ...[...'events on 10.0.0.2-3'].map(char => (char === ' ' ? 'space' : char)), 'enter');
    expect(body()[0]).toMatch(/^Events of 10\.0\.0\.2-3 +2 of 4$/);
    expect(body().filter(line => /offline|process/.test(line))).toHaveLength(2);
    press('esc', 'e');
    expect(body()[0]).toBe('Events');
  });

  test('shows the jobs, too, that had to do with these nodes', () => {
    happen(crash(20), jobBegan(1), lost(50, '10.0.0.3'));
    press(':', ...[...'events on 10.0.0.1'].map(char => (char === ' ' ? 'space' : char)), 'enter');
    expect(body().flatMap(line => /process \d+|job #\d+|offline/.exec(line)?.[0] ?? [])).toEqual([
      'process 20',
      'job #1',
    ]);
  });
});

describe('enter', () => {
  test('goes to the watcher in the grid', () => {
    happen(crash(20, '10.0.0.1', 'titan'), crash(21, '10.0.0.2'));
    press('e', 'k', 'enter');
    expect(controller.screen()).toMatchObject({
      screen: 'grid',
      trail: [],
      cursor: {node: '10.0.0.1', watcher: 'titan'},
    });
    press('e', 'enter');
    expect(controller.screen().cursor).toMatchObject({node: '10.0.0.2', watcher: 'neo4j'});
  });

  test('goes to the name of the node from what is about the node', () => {
    happen(lost(50, '10.0.0.3'));
    press('l', 'e', 'enter');
    expect(controller.screen().cursor).toMatchObject({node: '10.0.0.3', watcher: null});
  });

  test('says that the node has left, or that the filter of the grid hides it', () => {
    happen(crash(20), crash(21, '10.0.0.2'));
    press('/', ...'titan', 'enter', 'e', 'enter');
    expect(controller.screen().screen).toBe('events');
    expect(below()).toBe('10.0.0.2 is hidden by the filter of the grid: titan');
    const left = [...store.state().nodes.values()].flatMap(({spec}) => (spec.id === '10.0.0.2' ? [] : [spec]));
    happen({type: 'cluster-changed', at: at(70), nodes: left});
    press('enter');
    expect(below()).toBe('10.0.0.2 is not in the cluster any more');
  });

  test.each(['enter', 'J'])('or %s goes from what a job did to the job', key => {
    happen(jobBegan(1), jobBegan(2));
    press('e', 'k', key);
    expect(controller.screen()).toMatchObject({screen: 'jobs', job: 1});
    press('esc');
    expect(body().find(line => line.startsWith('▌'))).toMatch(/job #1 began/);
  });
});

describe('L', () => {
  const logs = () => controller.screen().log.selection;
  const target = (node: string, watcher: string) => ({node, watcher});

  test('opens the log of the watcher at that moment, and esc goes back to the entry', () => {
    happen(crash(20, '10.0.0.1', 'titan'), crash(21, '10.0.0.2'));
    press('e', 'k', 'L');
    expect(controller.screen().screen).toBe('log');
    expect(logs()).toEqual({targets: [target('10.0.0.1', 'titan')], sources: null, at: at(20).wall, filter: null});
    press('esc');
    expect(pids()).toEqual(['>20', '21']);
  });

  test('opens those of all watchers of a node from what is about the node', () => {
    happen(lost(50, '10.0.0.1'));
    press('e', 'L');
    expect(logs()?.targets).toEqual([target('10.0.0.1', 'neo4j'), target('10.0.0.1', 'titan')]);
  });

  test('opens those of the targets of a job from what the job did', () => {
    happen(jobBegan(1));
    press('e', 'L');
    expect(logs()?.targets).toEqual([target('10.0.0.1', 'neo4j')]);
  });

  test('says why there are none', () => {
    press('e', 'L');
    expect(below()).toBe('there is no entry here that could have a log');
    happen(crash(20, '10.0.0.2'), {type: 'cluster-changed', at: at(70), nodes: []});
    press('g', 'L');
    expect(below()).toBe('10.0.0.2 is not in the cluster any more: its logs cannot be read');
    expect(controller.screen().screen).toBe('events');
  });
});

test('J shows the jobs from any other entry', () => {
  happen(jobBegan(1), crash(60));
  press('e', 'J');
  expect(controller.screen()).toMatchObject({screen: 'jobs', job: null});
});

test('p lets the picture stand still, with what one does on it', () => {
  happen(...crashes(101, 3));
  press('e', 'p');
  happen(...crashes(104, 3));
  expect(pids()).toEqual(['101', '102', '>103']);
  press('k');
  expect(pids()).toEqual(['101', '>102', '103']);
  press('G', 'p');
  expect(pids().at(-1)).toBe('>106');
});

describe.each([
  [120, 40],
  [72, 20],
  [40, 12],
  [20, 5],
  [12, 4],
  [5, 2],
  [1, 1],
])('at %d × %d', (width, height) => {
  test.each([true, false])('every line fits, in ASCII: %s', isAscii => {
    const theme = createTheme({isAscii, hasColor: false});
    const name = '图数据库-of-the-third-rack-17.lab.example';
    happen(crash(20, '10.0.0.1', name), ...crashes(30, 40), jobBegan(1), lost(90, '10.0.0.3'));
    open(height);
    press('e');
    const pictures = [[], ['k'], ['g'], ['/', ...'is:cra'], ['s', 'enter'], ['/', ...'nothing']];
    for (const keys of pictures) {
      press(...keys);
      const lines = allLines(opened.draw({width, height, theme}));
      expect(lines.length).toBeLessThanOrEqual(height);
      expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
      if (isAscii) expect(lines.filter(line => /[^ -~]/.test(line))).toEqual([]);
    }
  });
});

test('in a small window the entries stay', () => {
  happen(...crashes(101, 9));
  open(5);
  press('e', 'k');
  const row = (edge: string) => `${edge}✖ ${time(106).slice(0, 5)} 10.0.0.1 n…`;
  expect(body({width: 20, height: 5})).toEqual([' ', ' ', '▌', ' '].map(row));
});
