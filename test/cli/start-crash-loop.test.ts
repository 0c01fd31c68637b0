import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {claimAddresses} from '../../src/demo/addresses.js';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNode, startServiceNode} from '../support/service-node.js';
import {testHost} from '../support/test-network.js';

/** A start of a crash loop that runs already says what its first start did. */

const LOOP = `bash -c 'echo no room left; sleep 0.3; exit 3'`;

async function startIt(node: string, watcher: string): Promise<{outcome: string}> {
  const {out} = await runCircusman(['exec', '-c', node, '--json', 'start', watcher]);
  return JSON.parse(out).targets[0];
}

/** Where it is seen to live for the moment that it does a start is ok; where it is not, its exit is said. */
async function startUntilDead(node: string): Promise<void> {
  for (;;) {
    const target = await startIt(node, 'dead');
    const reason = expect.stringMatching(
      /^process \d+ exited 5( right after its start)?(, as \d+ before it in five minutes)?$/,
    );
    if (target.outcome === 'failed') return expect(target).toMatchObject({sent: true, reason});
    expect(target).toMatchObject({outcome: 'ok'});
  }
}

describe('on a node with the package', () => {
  let node: ServiceNode;
  let release: () => Promise<void>;

  beforeAll(async () => {
    const claim = await claimAddresses(1);
    release = claim.release;
    const [address] = claim.addresses;
    if (address === undefined) throw new Error('there is no address');
    node = await startServiceNode(address, {
      service: `[ready]\ntcp = "${address.host}:9"\nwithin = 20\n`,
      box: home => ({cmd: LOOP, 'stdout_stream.class': 'FileStream', 'stdout_stream.filename': `${home}/log`}),
      watchers: watcherSection('dead', {cmd: `bash -c 'exit 5'`, autostart: false}),
    });
  });
  afterAll(async () => {
    await node?.stop();
    await release?.();
  });

  test('that is how it exits, how often, and how its log ends', async () => {
    const first = await startIt(node.spec.id, 'box');
    const reason = expect.stringMatching(/^process \d+ exited 3 before it was ready; its log ends: .*no room left$/);
    expect(first).toMatchObject({outcome: 'failed', sent: true, reason});
    const again = expect.stringMatching(
      /^(process \d+|its process) exited 3 before it was ready.*; its log ends: .*no room left$/,
    );
    for (const _ of [1, 2, 3]) {
      expect(await startIt(node.spec.id, 'box')).toMatchObject({outcome: 'failed', sent: true, reason: again});
    }
  });

  test('also of one that nobody asks whether it is ready, and that ends at once', async () => {
    await startUntilDead(node.spec.id);
    await startUntilDead(node.spec.id);
  });
});

describe('on a stock circusd', () => {
  let circusd: Circusd;
  beforeAll(async () => {
    const ini = watcherSection('dead', {cmd: `bash -c 'exit 5'`, autostart: false});
    circusd = await startCircusd(testHost('91.2'), ini);
  });
  afterAll(() => circusd?.stop());

  test('that is how it exits', async () => {
    await startUntilDead(circusd.address);
    await startUntilDead(circusd.address);
  });
});
