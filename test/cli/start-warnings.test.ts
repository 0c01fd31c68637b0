import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {claimAddresses, LOOPBACK_BLOCKS} from '../../src/demo/addresses.js';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {circusctl} from '../support/circusctl.js';
import {askAsOther} from '../support/other-client.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';

/** What `exec` says before a start, and refuses with `--strict`: a service that was never configured, an earlier process that still runs. */

let node: ServiceNode;
let release: () => Promise<void>;

beforeAll(async () => {
  const claim = await claimAddresses(1, LOOPBACK_BLOCKS);
  release = claim.release;
  const [address] = claim.addresses;
  if (address === undefined) throw new Error('there is no address');
  node = await startServiceNode(address, {
    service: '[files]\n"box.conf" = "box.conf"\n',
    templates: {'box.conf': 'address={{ address }}\n'},
    box: () => ({cmd: 'sleep 3600'}),
    watchers: watcherSection('web', {cmd: 'sleep 3600', autostart: false}),
  });
});
afterAll(async () => {
  await node?.stop();
  await release?.();
});

async function exec(...words: readonly string[]) {
  const {code, out, err} = await runCircusman(['exec', '-c', node.spec.id, '--json', ...words]);
  return {code, err, targets: JSON.parse(out).targets ?? []};
}

describe('a service that was never configured', () => {
  const said = () => `box on ${node.spec.id} is not configured yet: configure box`;

  test('is started with a warning', async () => {
    const {err, code} = await exec('start', 'box');
    expect([err, code]).toEqual([`circusman: start box: warning: ${said()}\n`, 0]);
    expect((await exec('stop', 'box')).err).toBe('');
  });

  test('is not started with --strict', async () => {
    const {err, code, targets} = await exec('start', 'box', '--strict');
    expect([err, code, targets]).toEqual([`circusman: start box --strict: refused with --strict: ${said()}\n`, 2, []]);
  });

  test('once configured is started without a word', async () => {
    expect((await exec('configure', 'box')).code).toBe(0);
    expect(await exec('start', 'box', '--strict')).toMatchObject({err: '', code: 0});
    await exec('stop', 'box');
  });
});

test('a start beside an orphan says so before, after, and as long as both run', async () => {
  await exec('start', 'web');
  const pid = await circusctl(node.address, 'list', 'web');
  await askAsOther(node.address.host, 'rm', {name: 'web', nostop: true, waiting: true});
  await circusctl(node.address, 'add', 'web', 'sleep 3600');
  const orphan = `orphan ${pid} still runs: adopt --kill web ends it`;
  const refused = await exec('start', 'web', '--strict');
  expect([refused.code, refused.err]).toEqual([
    2,
    `circusman: start web --strict: refused with --strict: web on ${node.spec.id}: ${orphan}\n`,
  ]);
  const started = await exec('start', 'web');
  expect(started.err).toBe(`circusman: start web: warning: web on ${node.spec.id}: ${orphan}\n`);
  expect(started.targets).toMatchObject([{outcome: 'ok', changed: true, state: 'running', reason: orphan}]);
  const {out} = await runCircusman(['status', node.spec.id, '--quick']);
  expect(out).toMatch(/running \+orphan/);
  expect(out).toContain(`web: runs, and orphan ${pid} still runs beside it: adopt --kill web ends it`);
  const restarted = await exec('restart', 'web');
  expect(restarted.targets).toMatchObject([{outcome: 'ok', reason: orphan}]);
  expect((await exec('adopt', '--kill', 'web')).code).toBe(0);
  expect(await exec('start', 'web')).toMatchObject({err: '', targets: [{outcome: 'ok', changed: false}]});
});
