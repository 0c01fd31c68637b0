import {existsSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

/** Three real nodes with a service that is reset on all of them or on none; each writes a file when it starts. */
let cluster: ServiceNodes;

beforeAll(async () => {
  cluster = await startServiceNodes(3, {
    service: 'reset_together = true\ndata = ["data"]\nlogs = ["logs"]\n',
    box: () => ({cmd: `bash -c 'mkdir -p data && echo 1 > data/store && exec sleep 3600'`}),
  });
});
afterAll(() => cluster.stop());

const set = () => cluster.nodes.map(({spec}) => spec.id).join(',');
const stored = () => cluster.nodes.map(({home}) => existsSync(path.join(home, 'data/store')));

/** What came of each target of a command on all of them. */
async function exec(...words: readonly string[]) {
  const {out, err} = await runCircusman(['exec', '-c', set(), '--json', ...words]);
  return JSON.parse(out).targets === undefined
    ? err
    : JSON.parse(out).targets.map((target: {outcome: string}) => target.outcome);
}

test('all members are stopped, and then emptied', async () => {
  expect(await exec('start')).toEqual(['ok', 'ok', 'ok']);
  await eventually(async () => expect(stored()).toEqual([true, true, true]));
  const id = cluster.nodes[0]?.spec.id ?? '';
  expect(await exec('reset', 'box', 'on', id, '--stop', '--yes')).toMatch(/box is reset on all its members or on none/);
  expect(await exec('reset', '--stop', '--yes=3')).toEqual(['ok', 'ok', 'ok']);
  expect(stored()).toEqual([false, false, false]);
});
