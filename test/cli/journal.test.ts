import {execFile} from 'node:child_process';
import {readdirSync, readFileSync, rmSync, symlinkSync, truncateSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {promisify} from 'node:util';
import {afterAll, beforeAll, beforeEach, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {untilWatcherDeaf} from '../support/ignores-sigterm.js';
import {newStateFolder} from '../support/journal-jobs.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {untilStopping} from '../support/other-client.js';
import {whatOwnFilesNeed} from '../support/own-files.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';

/** What is written of jobs must be what became of them, however circusman ends. */

const WATCHERS =
  watcherSection('plain', {cmd: 'sleep 3600', autostart: false}) +
  watcherSection('deaf', {cmd: `bash -c 'trap "" TERM; while :; do sleep 0.1; done'`, graceful_timeout: 3});

let cluster: LocalNodes;
let set: string;
beforeAll(async () => {
  cluster = await startLocalNodes({launcher: LAUNCHER, count: 3, watchers: () => WATCHERS, hasStatistics: false});
  set = cluster.nodes.map(({spec}) => spec.id).join(',');
});
afterAll(() => cluster.stop());

let state = '';
beforeEach(() => {
  state = newStateFolder();
});

const run = (...words: readonly string[]) => runCircusman(words, {XDG_STATE_HOME: state});

/** What `circusman jobs` tells. */
async function told() {
  const {code, out} = await run('jobs', '--json');
  expect(code).toBe(0);
  const lines = out.split('\n').filter(line => line !== '');
  return lines.map(line => JSON.parse(line));
}

/** The journal's own files. */
function files(): Readonly<Record<string, string>> {
  const folder = path.join(state, 'circusman/jobs');
  return Object.fromEntries(readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name), 'utf8')]));
}

test('jobs become a file that run reads, and no file is written over', async () => {
  await run('exec', '-c', set, 'start', 'plain', ';', 'status', 'plain', ';', 'stop', 'plain');
  const [first, last] = (await told()).map(({job}) => job);
  const file = path.join(state, 'again.circusman');
  expect(await run('jobs', 'export', `${first}-${last}`, file)).toMatchObject({code: 0, out: ''});
  const lines = readFileSync(file, 'utf8').split('\n');
  expect(lines.filter(line => !line.startsWith('#'))).toEqual([
    expect.stringMatching(/^start plain on /),
    '',
    expect.stringMatching(/^stop plain on /),
    '',
  ]);
  expect(lines[0]).toMatch(/^# job \d+, \d{4}-\d\d-\d\d .* \(exec\): 3 ok$/);
  const again = await run('jobs', 'export', String(first), file);
  expect(again).toMatchObject({code: 2, err: `circusman: ${file} is there already, and stays as it is\n`});
  expect(await run('jobs', 'export', '90-99', `${file}2`)).toMatchObject({code: 1});
  expect(await run('exec', '-c', set, 'run', file)).toMatchObject({code: 0, err: ''});
  expect(await run('exec', '-c', set, 'run', file, ';', 'status')).toMatchObject({
    code: 2,
    err: expect.stringContaining('a file of commands is run by itself: circusman run FILE'),
  });
  expect((await told()).map(({how}) => how)).toEqual(['exec', 'exec', 'run', 'run']);
});

/** A job that is at its second node, the first of which is ok. */
async function rolling(word: 'stop' | 'restart') {
  await run('exec', '-c', set, 'start', 'deaf');
  for (const {address} of cluster.nodes) await untilWatcherDeaf(address, 'deaf');
  const running = startCircusman(['exec', '-c', set, word, 'deaf', '--batch', '1'], {
    XDG_STATE_HOME: state,
    SSH_CONNECTION: '192.168.0.9 51234 192.168.0.1 22',
  });
  await eventually(async () => {
    const text = files()['2.open.jsonl'] ?? '';
    expect(text.match(/"type":"ended"/g)).toHaveLength(1);
    expect(text.match(/"type":"began"/g)).toHaveLength(2);
  });
  const [, second] = cluster.nodes;
  if (second === undefined) throw new Error('there is no second node');
  await untilStopping(second.address.host, 'deaf');
  return running;
}

const targetsOf = (job: {readonly targets: readonly {readonly outcome: string; readonly reason?: string}[]}) =>
  job.targets.map(({outcome, reason}) => (reason === undefined ? outcome : `${outcome}: ${reason}`));

describe('a job that goes from node to node', () => {
  test('that is killed, a restart: what was known is told, once, and what was not is told as that', async () => {
    const running = await rolling('restart');
    expect((await told())[1]).toMatchObject({
      job: 2,
      state: 'running',
      ms: null,
      targets: [{outcome: 'ok'}, {outcome: null}, {outcome: null}],
    });
    running.kill('SIGKILL');
    await running.finished;
    const jobs = await told();
    expect(jobs.map(({job, state}) => [job, state])).toEqual([
      [1, 'ended'],
      [2, 'interrupted'],
    ]);
    expect(targetsOf(jobs[1])).toEqual([
      expect.stringMatching(/^ok/),
      'unknown: interrupted: circusman ended before it knew',
      'cancelled: not begun: circusman ended before',
    ]);
    expect(jobs[1]).toMatchObject({
      command: expect.stringContaining('restart deaf on'),
      by: expect.stringContaining('@'),
      how: 'exec',
      from: '192.168.0.9',
      summary: {ok: 1, unknown: 1, cancelled: 1},
    });
    expect(await told()).toEqual(jobs);
    const {out} = await run('jobs');
    expect(out).toMatch(
      /^#2 .*\(exec\), from 192\.168\.0\.9, was interrupted: 1 ok, 1 unknown, 1 cancelled \(not begun\)$/m,
    );
    // The next job goes on from there.
    await run('exec', '-c', set, 'stop', 'plain');
    expect((await told()).map(({job}) => job)).toEqual([1, 2, 3]);
  });

  test.each([
    ['SIGTERM', 143, 'interrupted', ['ok', 'unknown', 'cancelled']],
    ['SIGHUP', 129, 'interrupted', ['ok', 'unknown', 'cancelled']],
    // Who presses Ctrl-C knows what is left; what is under way is waited for.
    ['SIGINT', 130, 'ended', ['ok', 'ok', 'cancelled']],
  ] as const)('that %s ends: what was not begun is written as that', async (signal, exitCode, state, outcomes) => {
    const running = await rolling('stop');
    running.kill(signal);
    expect((await running.finished).code).toBe(exitCode);
    const [, job] = await told();
    expect(job.state).toBe(state);
    expect(job.targets.map(({outcome}: {outcome: string}) => outcome)).toEqual(outcomes);
  });
});

test('several programs at once give no number twice, and lose nothing; who reads meanwhile reads it whole', async () => {
  const nodes = cluster.nodes.map(({spec}) => spec.id);
  const [runs, read] = await Promise.all([
    Promise.all(
      nodes.flatMap(node => [run('exec', '-c', node, 'start', 'plain'), run('exec', '-c', node, 'stop', 'plain')]),
    ),
    told(),
  ]);
  expect(runs.map(({err}) => err).join('')).toBe('');
  const jobs = await told();
  expect(new Set(jobs.map(({job}) => job)).size).toBe(runs.length);
  expect(jobs.filter(({state}) => state === 'ended')).toHaveLength(runs.length);
  expect(read.length).toBeLessThanOrEqual(runs.length);
  // Whichever came last on a node, the next test begins with what is stopped.
  await run('exec', '-c', set, 'stop', 'plain');
});

test('what only reads, and what another one is asked first, is not written down', async () => {
  await run('exec', '-c', set, 'cluster', 'remove', cluster.nodes[0]?.spec.id ?? '');
  expect(await told()).toEqual([]);
});

const need = await whatOwnFilesNeed();
const runFile = promisify(execFile);

(need === null ? test : test.skip).each([
  ['full', 'head -c 1M /dev/zero >"$XDG_STATE_HOME/fill" 2>/dev/null', 'its disk is full'],
  ['read-only', 'mount -o remount,ro "$XDG_STATE_HOME"', 'its disk is read-only'],
])(
  `on a disk that is %s a job goes on, and that is said once${need === null ? '' : ` (${need})`}`,
  async (_, spoil, why) => {
    const script = [
      'mount -t tmpfs -o size=64k none "$XDG_STATE_HOME" && mkdir "$XDG_STATE_HOME/circusman"',
      spoil,
      '"$0" "$1" exec -c "$2" start plain \';\' stop plain 2>&1; echo "code $?"',
    ].join('\n');
    const args = ['--mount', 'sh', '-c', script, process.execPath, CIRCUSMAN, set];
    const env = {
      PATH: process.env.PATH,
      HOME: '/',
      LANG: 'C.UTF-8',
      XDG_STATE_HOME: state,
      XDG_CONFIG_HOME: '/dev/null',
    };
    const {stdout} = await runFile('unshare', args, {env});
    expect(stdout.match(/^ {2}.*: ok$/gm)).toHaveLength(2);
    const warnings = stdout.match(/^circusman: warning: jobs are .*$/gm) ?? [];
    expect(warnings).toEqual([expect.stringMatching(`${why}$`)]);
    expect(stdout).toMatch(/^code 0$/m);
    for (const {address} of cluster.nodes) expect(await circusctl(address, 'status', 'plain')).toBe('stopped');
  },
);

test('without a folder a job goes on, and that is said; nothing is said where nothing is to be kept', async () => {
  const {code, err} = await runCircusman(['exec', '-c', set, 'stop', 'plain'], {XDG_STATE_HOME: '', HOME: ''});
  expect([code, err]).toEqual([
    0,
    'circusman: warning: jobs are not written down: there is no folder for it (XDG_STATE_HOME, HOME)\n',
  ]);
  expect(await runCircusman(['jobs'], {XDG_STATE_HOME: '/dev/null'})).toEqual({
    code: 1,
    out: '',
    err: 'circusman: there is no journal: no folder is known for it (XDG_STATE_HOME, HOME)\n',
  });
});

test('a disk that does not answer when circusman begins holds no job up, and that is said', async () => {
  const code = `import fs from 'node:fs/promises';
    import {syncBuiltinESMExports} from 'node:module';
    const {stat} = fs;
    fs.stat = (file, ...rest) => (String(file).endsWith('/circusman') ? new Promise(() => {}) : stat(file, ...rest));
    syncBuiltinESMExports();`;
  const env = {NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(code)}`, XDG_STATE_HOME: state};
  const {code: exitCode, err} = await runCircusman(['exec', '-c', set, 'stop', 'plain'], env);
  const sentence = `jobs are not written down: the disk of ${state}/circusman does not answer`;
  expect(exitCode).toBe(0);
  expect(err.match(/^circusman: warning: jobs .*$/gm)).toEqual([`circusman: warning: ${sentence}`]);
});

test('of a journal that cannot be read whole the rest is printed, and that is said', async () => {
  for (const word of ['start', 'stop']) await run('exec', '-c', set, word, 'plain');
  const file = path.join(state, 'circusman/jobs/1.jsonl');
  rmSync(file);
  symlinkSync('1.jsonl', file);
  const {code, out, err} = await run('jobs', '--json');
  expect([code, JSON.parse(out).job]).toEqual([1, 2]);
  expect(err).toBe(`circusman: ${file} cannot be read: its links lead round in a circle\n`);
});

test('a job whose file is damaged is told, and what can be read of it is printed', async () => {
  for (const word of ['start', 'stop', 'start']) await run('exec', '-c', set, word, 'plain');
  const file = (job: number) => path.join(state, `circusman/jobs/${job}.jsonl`);
  truncateSync(file(1));
  const lines = readFileSync(file(2), 'utf8').split('\n');
  writeFileSync(file(2), lines.slice(0, -2).join('\n'));
  const {code, out, err} = await run('jobs', '--json');
  expect([
    code,
    ...out
      .trim()
      .split('\n')
      .map(line => JSON.parse(line).job),
  ]).toEqual([1, 2, 3]);
  expect(err).toBe(
    `circusman: ${file(1)} cannot be read: it is empty\ncircusman: ${file(2)} cannot be read whole: its end is missing\n`,
  );
  expect((await run('jobs', 'export', '1-3', path.join(state, 'new'))).err).toBe(
    `circusman: the journal in ${state}/circusman cannot be read: ${file(1)}: it is empty\n`,
  );
});

test('a file in the place of the folder is no journal without jobs', async () => {
  writeFileSync(path.join(state, 'circusman'), '');
  expect(await run('jobs')).toEqual({
    code: 1,
    out: '',
    err: `circusman: the journal in ${state}/circusman cannot be read: there is a file where a folder of its path should be\n`,
  });
});

const onLinux = process.platform === 'linux' ? test : test.skip;

onLinux('where no folder can be made that is what is said, of each file that should be in it', async () => {
  const {code, err} = await runCircusman(['exec', '-c', set, 'start', 'plain'], {XDG_STATE_HOME: '/proc/nope'});
  expect(code).toBe(0);
  const said = err.split('\n').filter(line => line.includes('/proc/nope'));
  expect(said).toHaveLength(2);
  for (const line of said) expect(line).toMatch(/: no folder can be made in \/proc$/);
});
