import {PassThrough} from 'node:stream';
import {afterEach, describe, expect, test} from '@jest/globals';
import xterm from '@xterm/headless';
import {render} from 'ink';
import type {Fact} from '../../src/model/facts.js';
import type {LogRow} from '../../src/model/log-window.js';
import {createStore} from '../../src/store/store.js';
import {createScreenStream} from '../../src/terminal/screen-stream.js';
import {widthOf} from '../../src/text/width.js';
import {App} from '../../src/view/app.js';
import {DEFAULT_KEYMAP} from '../../src/view/default-keymap.js';
import {SCREENS} from '../../src/view/screens.js';
import {createTheme} from '../../src/view/theme.js';
import {at, clusterState} from '../support/cluster-state.js';
import {openController} from '../support/controller.js';
import {detectionBegan, detectionEnded, detectionFound, foundNode} from '../support/detection.js';
import {eventually} from '../support/eventually.js';
import {logLines, logNote, logState, openLog} from '../support/log-state.js';

/** The same state at every size that a terminal may have, seen through a terminal emulator. */

/** Every size is looked at for lines that are wrapped, cut or too wide; those with `isPictured` as a picture, too. */
const SIZES = [
  [40, 10, true],
  [50, 12, false],
  [60, 16, true],
  [72, 20, false],
  [80, 24, true],
  [100, 30, false],
  [106, 24, true],
  [118, 24, false],
  [120, 40, true],
  [160, 45, false],
  [200, 50, true],
  [300, 100, false],
] as const;

/** Names as nodes may have them: long, wide, combining, and one that would drive a terminal that did not see it made visible. */
const LONG = 'graph-database-of-the-third-rack-17.lab.example';
const WIDE = '图数据库';
const COMBINING = 'ne\u0301o4j';

const CLUSTER = {
  '10.0.0.1': {neo4j: 'running', [WIDE]: 'stopped', [COMBINING]: 'starting'},
  [LONG]: {neo4j: 'running', [WIDE]: 'running'},
  '10.0.0.3': {neo4j: 'stopped', titan: 'running', 'a-watcher-with-a-very-long-name': 'stopping'},
  '10.0.0.4': null,
  ...Object.fromEntries(
    Array.from({length: 36}, (_, index) => [`10.0.1.${index + 1}`, {neo4j: 'running', titan: 'stopped'}]),
  ),
} as const;

const LOGS = [
  openLog('10.0.0.1 neo4j stdout'),
  openLog('10.0.0.1 neo4j stderr'),
  openLog(`${LONG} neo4j data/graph.db/messages.log`),
  openLog('10.0.0.3 titan stdout', {problem: 'stdout of titan goes to no file'}),
];

/** More than a window has, and at their end lines that are long, wide, or would drive the terminal. */
function logRows(): readonly LogRow[] {
  const many = Array.from({length: 120}, (_, index) => [2, `10:00:00.000 INFO  line ${index}`] as const);
  const odd = [
    [0, `${WIDE} ${COMBINING}\tis started`],
    [1, `java.net.BindException: ${'Address already in use, '.repeat(12)}`],
    [0, '\u001b[31mred\u001b[0m \u009b2J'],
  ] as const;
  return [...logLines([...many, ...odd]), logNote({type: 'lost', bytes: 12_345}, 2), logNote({type: 'resumed'})];
}

const crash = (second: number): Fact => ({
  type: 'process-reaped',
  at: at(second),
  node: '10.0.0.3',
  watcher: 'titan',
  nodeTime: 100 + second,
  pid: 100 + second,
  exit: {code: 3, signal: null},
});

const FACTS: readonly Fact[] = [
  {type: 'processes-read', at: at(2), node: '10.0.0.1', watcher: 'neo4j', nodeTime: 101, pids: [7]},
  {
    type: 'statistics-received',
    at: at(3),
    node: '10.0.0.1',
    samples: [{name: 'neo4j', pid: 7, cpu: 780, memory: 14.2 * 2 ** 30}],
  },
  ...[4, 5, 6].map(crash),
  {type: 'ping-overdue', at: at(7), node: LONG},
  {
    type: 'job-began',
    at: at(8),
    job: 12,
    text: `restart neo4j on 10.0.0.1,${LONG},10.0.1.1-36`,
    command: 'restart',
    isDryRun: false,
    targets: ['10.0.0.1', LONG].map(node => ({node, watcher: 'neo4j'})),
  },
  {type: 'job-target-began', at: at(8), job: 12, index: 0},
  {type: 'job-target-waits', at: at(8), job: 12, index: 0, waitsFor: '7 to end, killed after 30 s', mayForce: true},
  detectionBegan({
    of: '10.0.0.0/22,fd00::/126',
    notes: ['172.17.0.0/16 (docker0) has 65,534 addresses and was left out'],
  }),
  detectionFound(
    foundNode('10.0.0.1', {via: 'cluster', name: LONG, circus: '0.19.0', package: '0.1.0'}),
    foundNode('fd00:1234:5678:9abc:def0:1234:5678:9abc', {name: WIDE}),
    ...Array.from({length: 36}, (_, index) => foundNode(`10.0.1.${index + 101}`, {name: `${COMBINING}.lab`, rtt: 1})),
    foundNode('10.0.0.200', {identity: {pid: 7, startedAt: 1}, name: '\\x1b[31mred'}),
    foundNode('10.0.0.201', {identity: {pid: 7, startedAt: 1}, via: 'multicast'}),
  ),
  detectionEnded({tried: 1_026, of: 1_026, others: 3}),
  {type: 'log-shown', at: at(9), log: logState(LOGS, logRows())},
];

const open: {unmount: () => void}[] = [];
afterEach(() => {
  for (const instance of open.splice(0)) instance.unmount();
});

/** A terminal's input on which nobody types. */
function keyboard() {
  const input = new PassThrough();
  return Object.assign(input, {isTTY: true, setRawMode: () => input, ref: () => input, unref: () => input});
}

/** Draws the program at a size. `press`: keys that are pressed first. */
async function draw(columns: number, rows: number, isAscii: boolean, press: readonly string[]) {
  const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
  const size = {columns, rows, on: () => {}, off: () => {}};
  const store = createStore(clusterState(CLUSTER));
  store.dispatch(FACTS);
  const clock = () => at(10);
  const {controller, planLine} = openController({store, clock, rows});
  for (const key of press) controller.press(key);
  const stream = createScreenStream(size, {
    onFrame: () => terminal.write(stream.update()),
    onPasteMode: () => {},
  });
  open.push(
    render(
      <App
        store={store}
        controller={controller}
        clock={clock}
        screens={SCREENS}
        keymap={DEFAULT_KEYMAP}
        planLine={planLine}
        theme={createTheme({isAscii, hasColor: true})}
      />,
      {stdout: stream, stdin: keyboard(), debug: true, interactive: true, exitOnCtrlC: false, patchConsole: false},
    ),
  );
  return eventually(async () => {
    await new Promise<void>(resolve => terminal.write('', resolve));
    const {active} = terminal.buffer;
    const lines = Array.from({length: rows}, (_, y) => active.getLine(y));
    expect(lines[0]?.translateToString(true)).toMatch(/^circusman/);
    return {
      lines: lines.map(line => line?.translateToString(true) ?? ''),
      isWrapped: lines.some(line => line?.isWrapped === true),
      scrolledBy: active.baseY,
    };
  });
}

const clockTime = new Date(at(10).wall).toTimeString().slice(0, 5);
const eventTime = (second: number) => new Date(at(second).wall).toTimeString().slice(0, 8);

/** A picture without what depends on where the test runs. */
function timeless(lines: readonly string[]): readonly string[] {
  const times = [3, 4, 5, 6, 7, 8].map(eventTime);
  return lines.map(line =>
    times.reduce((text, time) => text.replace(time, 'hh:mm:ss'), line.replace(clockTime, 'hh:mm')),
  );
}

/** All lines, but of those of the nodes that are alike only the first, and of blank ones one. */
function abridged(lines: readonly string[]): readonly string[] {
  const kindOf = (line: string) => (line.trim() === '' ? 'blank' : /10\.0\.1\.\d+ /.test(line) ? 'alike' : null);
  return lines.filter((line, index) => {
    const kind = kindOf(line);
    return kind === null || kind !== kindOf(lines[index - 1] ?? '');
  });
}

const top = (count: number) => (lines: readonly string[]) => lines.slice(0, count);
const bottom = (count: number) => (lines: readonly string[]) => lines.slice(-count);

/** What is pressed, and what of the picture is then another one than before. */
const PICTURES: readonly (readonly [string, readonly string[], (lines: readonly string[]) => readonly string[]])[] = [
  ['the grid', [], abridged],
  ['marks and a filter', ['space', 'right', 'space', '/', ...'10.0.0', 'enter'], abridged],
  ['a command being typed', [':', ...'start neo4j'], bottom(3)],
  ['a question', ['a', 'x'], bottom(3)],
  ['the nodes that were found', ['d'], abridged],
  ['what happened', ['e'], abridged],
  ['logs', ['L'], lines => [...top(4)(lines), ...bottom(12)(lines)]],
  ['the jobs', ['J'], abridged],
  ['the help', ['?'], top(5)],
];

describe.each(SIZES)('at %d × %d', (columns, rows, isPictured) => {
  test.each(PICTURES)('%s', async (_what, press, part) => {
    const {lines, isWrapped, scrolledBy} = await draw(columns, rows, false, press);
    expect(lines).toHaveLength(rows);
    expect([isWrapped, scrolledBy]).toEqual([false, 0]);
    expect(lines.filter(line => widthOf(line) > columns)).toEqual([]);
    if (isPictured) expect(part(timeless(lines)).join('\n')).toMatchSnapshot();
  });

  test('in ASCII nothing else is written, whatever nodes are called', async () => {
    const pictures = await Promise.all(
      [[], ['d'], ['e'], ['L'], ['L', 'w', 'c'], ['J'], ['?'], ['a', 'x']].map(press =>
        draw(columns, rows, true, press),
      ),
    );
    const wrong = pictures.flatMap(({lines}) => lines).filter(line => /[^\u0020-\u007E]/.test(line));
    expect(wrong).toEqual([]);
  });
});
