import {existsSync} from 'node:fs';
import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {startCircusd} from '../support/circusd.js';
import {eventually} from '../support/eventually.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';
import {testHost} from '../support/test-network.js';

/** A real node with a service of its own, which writes a file of two bytes into its data folder when it starts. */
let cluster: ServiceNodes;

beforeAll(async () => {
  cluster = await startServiceNodes(1, {
    service: 'data = ["data"]\nlogs = ["logs"]\n',
    box: () => ({cmd: `bash -c 'mkdir -p data && echo 1 > data/store && exec sleep 3600'`}),
  });
});
afterAll(() => cluster.stop());

const id = () => cluster.nodes[0]?.spec.id ?? '';
const store = () => path.join(cluster.nodes[0]?.home ?? '', 'data/store');
const stored = () => readFile(store(), 'utf8');
const isStored = () => eventually(async () => expect(await stored()).toBe('1\n'));

/** What came of the only target of a command. */
async function exec(...words: readonly string[]) {
  const {code, out, err} = await runCircusman(['exec', '-c', id(), '--json', ...words]);
  return {code, err, target: JSON.parse(out).targets?.[0] ?? null};
}

test('a service is reset when it is stopped and --yes was said, and starts again empty', async () => {
  expect(await exec('start')).toMatchObject({code: 0});
  await isStored();

  const dry = await runCircusman(['exec', '-c', id(), '--read-only', 'reset', '--dry-run']);
  expect(dry).toMatchObject({
    code: 0,
    out: `reset on ${id()} --dry-run\n  ${id()} box: ok, unchanged (would remove 1 file, 2B)\n`,
  });

  expect(await exec('reset', 'box')).toMatchObject({
    code: 2,
    err: 'circusman: reset box: this destroys; say --yes to mean it\n',
    target: null,
  });

  expect(await exec('reset', 'box', '--yes')).toMatchObject({
    code: 1,
    target: {outcome: 'failed', reason: expect.stringMatching(/^box is active \(process \d+\); stop it first$/)},
  });
  expect(await stored()).toBe('1\n');

  expect(await exec('reset', '--stop', '--yes')).toMatchObject({
    code: 0,
    target: {
      outcome: 'ok',
      changed: true,
      state: 'stopped',
      reason: '1 file, 2B',
      data: {files: 1, bytes: 2, folders: [{folder: 'data', kind: 'data', files: 1, bytes: 2}]},
    },
  });
  expect(existsSync(store())).toBe(false);

  expect(await exec('start', 'box')).toMatchObject({code: 0});
  await isStored();
});

test('adopt without an orphan is ok, unchanged', async () => {
  expect(await exec('adopt', '--kill', 'box')).toMatchObject({
    code: 0,
    target: {outcome: 'ok', changed: false, data: {ended: []}},
  });
});

test('a stock circusd is told in one sentence, and nothing is stopped', async () => {
  const stock = await startCircusd(testHost('86.120'), watcherSection('box', {cmd: 'sleep 3600'}));
  try {
    const {code, out} = await runCircusman(['exec', '-c', stock.address, '--json', 'reset', '--stop', '--yes']);
    expect(code).toBe(1);
    expect(JSON.parse(out).targets[0]).toMatchObject({
      outcome: 'failed',
      sent: false,
      reason: 'this node runs a stock circusd; reset needs the package circus/ (circusman-node)',
    });
  } finally {
    await stock.stop();
  }
});
