import {mkdtempSync, readFileSync} from 'node:fs';
import {rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import type {Heard} from '../../src/cli/heard-events.js';
import type {Io} from '../../src/cli/io.js';
import {createLogPrinter, type PrintedLog} from '../../src/cli/log-printer.js';
import {heardJson} from '../../src/cli/printed-events.js';
import {jobJson} from '../../src/cli/report.js';
import {statusJson} from '../../src/cli/status-json.js';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type Answers, NO_ANSWERS} from '../../src/model/answer.js';
import type {Outcome} from '../../src/model/job.js';
import {parseTimePattern} from '../../src/model/log-time.js';
import {RowMap} from '../../src/store/row-map.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {at, clusterState} from '../support/cluster-state.js';
import {eventually} from '../support/eventually.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {askAsOther} from '../support/other-client.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {alive, killIfThere, processTree} from '../support/processes.js';
import {runCircusman} from '../support/run-circusman.js';
import {DEAD} from '../support/script-cluster.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** docs/json.md and what the program writes are compared, both ways: stock nodes, nodes with the package, and every kind of outcome. */

const STOCK = testHost('94.11');
const PACKAGE = testHost('94.12');
const SET = `${STOCK},${PACKAGE}`;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

const sections = readFileSync(`${PACKAGE_ROOT}docs/json.md`, 'utf8').split('\n## ');

/** The types of each field that a section of the page has; one field may have two, in different commands. */
function fieldsOf(title: string): ReadonlyMap<string, readonly string[]> {
  const section = sections.find(each => each.startsWith(`${title}\n`)) ?? '';
  const fields = new Map<string, readonly string[]>();
  for (const [, field = '', type = ''] of section.matchAll(/^\| `([\w.[\]]+)` \| ([^|]+) \| /gm)) {
    fields.set(field, [...(fields.get(field) ?? []), type]);
  }
  return fields;
}

interface Seen {
  readonly field: string;
  readonly value: unknown;
}

/** Every field of a document, by its path. What is counted by name has no fields of its own. */
function fieldsIn(value: unknown, field = ''): readonly Seen[] {
  if (Array.isArray(value)) return value.flatMap(each => fieldsIn(each, `${field}[]`));
  if (typeof value !== 'object' || value === null || field === 'summary') return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const path = field === '' ? name : `${field}.${name}`;
    return [{field: path, value: inner}, ...fieldsIn(inner, path)];
  });
}

function isA(type: string, value: unknown): boolean {
  if (type.endsWith(' or null')) return value === null || isA(type.slice(0, -' or null'.length), value);
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'time':
      return typeof value === 'string' && TIME.test(value);
    case 'number':
      return typeof value === 'number' && Number.isFinite(value);
    case 'true/false':
      return typeof value === 'boolean';
    case 'list':
      return Array.isArray(value);
    case 'object':
      return typeof value === 'object' && value !== null && !Array.isArray(value);
    default:
      return false;
  }
}

function compare(title: string, documents: readonly unknown[]): void {
  const documented = fieldsOf(title);
  const seen = documents.flatMap(document => fieldsIn(document));
  expect([...new Set(seen.map(({field}) => field))].filter(field => !documented.has(field))).toEqual([]);
  expect([...documented.keys()].filter(field => !seen.some(each => each.field === field))).toEqual([]);
  const wrong = seen.filter(({field, value}) => !(documented.get(field) ?? []).some(type => isA(type, value)));
  expect(wrong).toEqual([]);
}

const DEAF = {cmd: `sh -c "trap '' TERM; exec sleep 3600"`, graceful_timeout: 1};
const WATCHERS = [
  watcherSection('deaf', {...DEAF, autostart: true}),
  watcherSection('leaves', {cmd: `sh -c "sleep 3601 & wait"`, graceful_timeout: 1, autostart: true}),
  watcherSection('falls', {cmd: `sh -c "sleep 0.2; exit 3"`, autostart: false}),
].join('');

let stock: Circusd;
let node: ServiceNode;
/** The processes of the stock node before any was stopped. */
let running: readonly number[] = [];

beforeAll(async () => {
  const address = {host: PACKAGE, commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
  const service = 'data = ["data"]\n[files]\n"box.conf" = "box.conf"\n';
  const box = () => ({cmd: `bash -c 'mkdir -p data && echo 1 > data/store && exec sleep 3600'`});
  [stock, node] = await Promise.all([
    startCircusd(STOCK, WATCHERS),
    startServiceNode(address, {service, templates: {'box.conf': '{{ address }}\n'}, box, watchers: WATCHERS}),
  ]);
});
afterAll(async () => {
  await Promise.all([stock?.stop(), node?.stop()]);
  // What a watcher of the stock node has left is under no circusd any more.
  for (const pid of await alive(running)) killIfThere(pid);
});

/** The lines of one run, each as what it holds. */
async function lines(...words: readonly string[]): Promise<readonly unknown[]> {
  const {out} = await runCircusman(words);
  return out
    .trimEnd()
    .split('\n')
    .map(line => JSON.parse(line));
}

/** The same with a configuration file that says this. */
async function linesWith(text: string, ...words: readonly string[]): Promise<readonly unknown[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'circusman-json-'));
  try {
    const file = path.join(folder, 'config.toml');
    await writeFile(file, text);
    return await lines(...words, '--config', file);
  } finally {
    await rm(folder, {recursive: true});
  }
}

const exec = (...words: readonly string[]) => lines('exec', '-c', SET, '--json', '--yes', ...words);

/** A shell heeds SIGTERM until it has read its first line. */
async function untilDeaf(address: string): Promise<void> {
  await eventually(async () => {
    const {pids} = (await askAsOther(address, 'list', {name: 'deaf'})) as {pids: readonly number[]};
    expect(pids.length).toBeGreaterThan(0);
    for (const pid of pids) {
      expect(readFileSync(`/proc/${pid}/status`, 'utf8')).toMatch(/^SigIgn:\t.*[4-7c-f]...$/m);
    }
  });
}

test('exec: every field is on the page as it is, and every field of the page is written', async () => {
  await Promise.all([STOCK, PACKAGE].map(untilDeaf));
  running = await processTree(stock.pid());
  const documents = [
    ...(await exec('stop', 'deaf', ';', 'start', 'deaf', ';', 'stop', 'deaf')),
    ...(await exec('stop', 'leaves')),
    ...(await exec('start', 'falls')),
    ...(await exec('signal', 'falls', 'HUP')),
    ...(await exec('cluster', 'remove', STOCK)),
    ...(await exec('configure', '--dry-run')),
    ...(await exec('configure')),
    ...(await exec('configure', '--undo', '--dry-run')),
    ...(await exec('start', 'box', ';', 'stop', 'box')),
    ...(await exec('reset', 'box', 'on', PACKAGE, '--dry-run')),
    ...(await exec('reset', 'box', 'on', PACKAGE)),
    ...(await exec('adopt', 'leaves', '--kill', 'on', PACKAGE)),
    ...(await lines('exec', '-c', `${STOCK},${DEAD}`, '--json', '--connect-timeout', '1s', 'stop', 'deaf')),
  ];
  expect(documents.filter(each => 'error' in Object(each))).toEqual([]);
  // How that comes about is another test's matter.
  const outcome: Outcome = {kind: 'ok', changed: true, sent: true, state: 'running', reason: null, forced: null};
  const afterwards = {...JOB, targets: [{...TARGET, outcome, afterwards: {exit: {code: 3, signal: null}, ms: 2_000}}]};
  compare('exec', [
    ...documents,
    jobJson(afterwards),
    jobJson({...JOB, targets: [{...TARGET, answers: SAVED, afterwards: null}]}),
  ]);
});

const SAVED: Answers = {
  kept: [
    {
      kind: 'saved',
      data: {
        files: [
          {source: 'stdout', file: 'logs/a/x/stdout', bytes: 5, lost: 0},
          {source: 'stderr', file: 'logs/a/x/stderr', bytes: 5, lost: null},
        ],
        bytes: 10,
      },
    },
  ],
  leftOut: 0,
};

test('run: what each line has beside the fields of exec is on the page', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'circusman-json-'));
  const file = path.join(folder, 'bringup.circusman');
  await writeFile(file, 'repeat 2\n  status box\nend\nexpect failed wait box ready\n');
  const documents = await lines('run', file, '-c', PACKAGE, '--json');
  await rm(folder, {recursive: true});
  const own = fieldsOf('run');
  expect(documents).toHaveLength(3);
  compare(
    'run',
    documents.map(each => Object.fromEntries(Object.entries(Object(each)).filter(([name]) => own.has(name)))),
  );
});

test('jobs: every field is on the page', async () => {
  const env = {XDG_STATE_HOME: newStateFolder()};
  await runCircusman(['exec', '-c', `${STOCK},${DEAD}`, '--connect-timeout', '1s', 'start', 'deaf'], env);
  const {out} = await runCircusman(['jobs', '--json'], env);
  compare('jobs', [JSON.parse(out)]);
});

test('exec log: every field is on the page', () => {
  const printed: string[] = [];
  const io: Io = {...NO_IO, out: text => printed.push(text)};
  const log: PrintedLog = {
    node: 'a',
    watcher: 'x',
    source: 'stdout',
    files: [],
    time: '%s',
    dating: {pattern: parseTimePattern('%s'), utcOffset: 0, clockOffset: 0},
  };
  const printer = createLogPrinter([log], {isJson: true, io, now: () => 2e12});
  const position = {file: 'f', offset: 0};
  printer.lines(log, [
    {position, raw: '1700000000 said', cut: 0},
    {position, raw: 'and more \u001b[31m', cut: 9},
  ]);
  printer.lost(log, 5);
  printer.lost(log, null);
  printer.note({node: 'a', watcher: 'x'}, 'failed', 'it has no log');
  const documents = printed.flatMap(text => text.trim().split('\n')).map(line => JSON.parse(line));
  expect(documents[0].time).toBe('2023-11-14T22:13:20.000Z');
  expect(documents[1].text).toBe('and more \u001b[31m');
  expect(printed.join('')).not.toContain('\u001b');
  compare('log', documents);
});

const NO_IO: Io = {
  out: () => {},
  room: async () => {},
  err: () => {},
  draw: () => {},
  isTerminal: false,
  columns: () => 80,
  onSignal: () => () => {},
  onFault: () => () => {},
};

const TARGET = {
  target: {node: 'a', watcher: 'x'},
  beganAt: at(0),
  waitsFor: null,
  progress: null,
  answers: NO_ANSWERS,
  ms: 1,
  outcome: null,
};
const JOB = {
  id: 1,
  text: 'start x on a',
  command: 'start',
  isDryRun: false,
  beganAt: at(0),
  endedAt: at(1),
};

test('events: every field is on the page as it is, and every field of the page is written', async () => {
  await exec('start', 'falls', 'on', PACKAGE);
  const documents = await eventually(async () => {
    const told = await lines('events', PACKAGE, '--json');
    expect(told).toContainEqual(expect.objectContaining({action: 'reap', byItself: true}));
    return told;
  });
  // Hooks, gaps and what is told live are another test's matter.
  const common = {node: 'a', time: 0} as const;
  const hook = {type: 'hook-failed', at: at(0), node: 'a', watcher: 'x', nodeTime: 1, hook: 'before_start'} as const;
  const made: readonly Heard[] = [
    {...common, kind: 'event', isRecalled: false, event: {...hook, error: 'no'}},
    {...common, kind: 'gap', reason: 'there were more than the node keeps', lost: 3},
  ];
  compare('events', [...documents, ...made.map(each => JSON.parse(heardJson(each)))]);
});

test('detect: every field is on the page as it is, and every field of the page is written', async () => {
  compare('detect', [...(await lines('detect', `${SET},${DEAD}`, '--json')), ...(await exec('detect', SET))]);
});

test('status: every field is on the page as it is, and every field of the page is written', async () => {
  await exec('configure');
  await exec('start', 'box');
  await exec('start', 'falls');
  await writeFile(path.join(node.home, 'box.conf'), 'by hand\n');
  const documents = [
    ...(await lines('status', `${SET},${DEAD}`, '--json', '--connect-timeout', '1s')),
    ...(await lines('status', SET, '--json', '--quick')),
  ];
  const state = clusterState({a: {x: 'running'}});
  const [row] = state.nodes.values();
  if (row === undefined) throw new Error('the test itself is wrong');
  const leftOut = {
    ...state,
    nodes: RowMap.of([['a', {...row, leftOut: {count: 3, isMore: false}, left: new Map([['few', [7]]])}]]),
  };
  compare('status', [...documents, statusJson(leftOut, at(1), false)]);
});

test('a refusal: every field is on the page as it is, and every field of the page is written', async () => {
  compare('A refusal', [
    ...(await lines('status', '--json', '--bogus')),
    ...(await lines('exec', '--json')),
    ...(await lines('exec', '-c', STOCK, '--json', '--read-only', 'stop')),
    ...(await lines('exec', '-c', STOCK, '--json', 'stop', 'nobody')),
    ...(await linesWith('prot = 1\ntheme = "pink"\n', 'config', '--json')),
  ]);
});

test('config: every field is on the page as it is, and every field of the page is written', async () => {
  const text = '[grid]\ncolumns = ["cpu"]\n[clusters.lab]\nnodes = "10.0.0.1-2"\n[keys.grid]\nmark = "v"\n';
  compare('config', [
    ...(await lines('config', '--json', '--port', '7001')),
    ...(await linesWith(text, 'config', '--json')),
  ]);
});

test('a command that finds no target is refused with 1, one that destroys with 2, as the page has it', async () => {
  const run = async (...words: readonly string[]) => runCircusman(['exec', '-c', PACKAGE, '--json', ...words]);
  const none = await run('stop', 'nobody');
  expect([none.code, JSON.parse(none.out)]).toMatchObject([1, {command: 'stop nobody', exitCode: 1}]);
  const destroys = await run('reset', 'box');
  expect([destroys.code, JSON.parse(destroys.out)]).toMatchObject([2, {command: 'reset box', exitCode: 2}]);
});
