import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

let cluster: ServiceNodes;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-run-'));
  cluster = await startServiceNodes(2, {
    service: '[files]\n"box.conf" = "conf/box.conf"\n',
    templates: {'box.conf': 'own = {{ address }}\n'},
    box: () => ({cmd: 'sleep 3600'}),
  });
});
afterAll(async () => {
  await cluster.stop();
  await rm(folder, {recursive: true});
});

const set = () => cluster.nodes.map(({spec}) => spec.id).join(',');

/** Writes the file, and gives the words that run it. */
async function words(lines: readonly string[], ...flags: readonly string[]): Promise<readonly string[]> {
  const file = path.join(folder, 'bringup.circusman');
  await writeFile(file, `${lines.join('\n')}\n`);
  return ['run', file, '-c', set(), ...flags];
}

async function run(lines: readonly string[], ...flags: readonly string[]) {
  const {code, out, err} = await runCircusman(await words(lines, ...flags));
  return {code, out, err: err.replaceAll(folder, '')};
}

const json = (out: string) =>
  out
    .trim()
    .split('\n')
    .map((line): {line: number; passes: number[]; targets: {outcome: string}[]} => JSON.parse(line));

test('commands run in order, with variables and blocks, each with its line', async () => {
  const lines = [
    '# up and down',
    'configure',
    'repeat 2',
    `  start \${what}`,
    '  sleep 100ms',
    `  stop \${what} # down`,
    'end',
  ];
  const {code, out, err} = await run(lines, '--set', 'what=box', '--json');
  expect({code, err}).toEqual({code: 0, err: ''});
  expect(json(out).map(({line, passes, targets}) => [line, passes, targets.map(({outcome}) => outcome)])).toEqual([
    [2, [], ['ok', 'ok']],
    [4, [1], ['ok', 'ok']],
    [6, [1], ['ok', 'ok']],
    [4, [2], ['ok', 'ok']],
    [6, [2], ['ok', 'ok']],
  ]);
});

test('nothing is begun where a later line is wrong, before or after the nodes are asked', async () => {
  const words = await run(['start box', 'strat box', 'stop box on 127.0.0.99']);
  expect(words).toMatchObject({code: 2, out: ''});
  expect(words.err).toContain('/bringup.circusman:2:1: there is no command "strat": did you mean start?\n');
  expect(words.err).toContain('/bringup.circusman:3:13: 127.0.0.99 is not in the cluster');

  const name = await run(['start box', 'start bax']);
  expect(name).toMatchObject({code: 2, out: ''});
  expect(name.err).toContain('/bringup.circusman:2:7: no node has a watcher bax');

  const destroys = await run(['start box', 'reset box']);
  expect(destroys).toMatchObject({code: 2, out: '', err: expect.stringContaining(':2:1: this destroys; say --yes')});
});

test('--dry-run prints every target of every line, and changes nothing', async () => {
  const [one, two] = cluster.nodes.map(({spec}) => spec.id);
  const dry = await run(['parallel', '  start box', 'end', `reset box on ${one}`], '--dry-run');
  expect(dry).toMatchObject({code: 0, err: ''});
  expect(dry.out).toContain('line 2:   start box on ');
  expect(dry.out).toContain(`  ${one} box\n  ${two} box\n`);
  expect(dry.out).toContain(`line 4: reset box on ${one}\n  ${one} box\n`);
  const {out} = await runCircusman(['status', set(), '--quick', '--json']);
  expect(out).not.toContain('"running"');
});

test('what is expected to fail must, and behind the first surprise nothing more is begun', async () => {
  // A service cannot be configured while it runs.
  const asExpected = await run(['start box', 'expect failed configure box', 'stop box']);
  expect(asExpected).toMatchObject({code: 0, err: ''});

  const surprise = await run(['expect failed start box', 'stop box']);
  expect(surprise.code).toBe(1);
  expect(surprise.err).toMatch(/bringup\.circusman:1: start box on .*: expected failed for every target\n/);
  expect(surprise.err).toMatch(/not begun: \S*bringup\.circusman:2: stop box\n/);

  const goesOn = await run(['on-error continue', 'configure box', 'on-error stop', 'stop box']);
  expect(goesOn).toMatchObject({code: 1, err: ''});
  expect(goesOn.out).toMatch(/line 4: stop box on /);
});

test('wait is ok once each node has it so, and else says what it is instead', async () => {
  const up = ['parallel', '  start box', '  wait box running --timeout 20s', 'end'];
  const waits = await run([...up, 'expect failed wait box ready', 'expect timed-out wait box stopped --timeout 300ms']);
  expect(waits).toMatchObject({code: 0, err: ''});
  expect(waits.out).toContain('failed: it has no readiness check here: wait for running instead');
  expect(waits.out).toMatch(/timed out after \d+ ms: it is running instead/);
  const down = await run(['parallel', '  stop box', '  wait box stopped', 'end']);
  expect(down).toMatchObject({code: 0, err: ''});
});

test('an interrupt begins nothing more, and says what was not begun', async () => {
  const running = startCircusman(await words(['start box', 'sleep 10m', 'stop box']));
  await eventually(() => expect(running.out()).toContain('line 1: start box'));
  running.kill('SIGINT');
  const {code, err} = await running.finished;
  expect(code).toBe(130);
  expect(err).toMatch(/not begun: \S*:3: stop box\n/);
  expect(await run(['stop box'])).toMatchObject({code: 0});
});
