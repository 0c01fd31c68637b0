import {connect} from 'node:net';
import {afterAll, afterEach, describe, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {SERVICE_PORT, type StandInNode, type StandInOptions, startStandInNode} from '../support/stand-in-node.js';
import {TEST_NETWORK} from '../support/test-network.js';

/** A start is over when the service serves, and what keeps it from that is said. */

const nodes: StandInNode[] = [];
let screen: Screen | undefined;

afterEach(() => screen?.close());
afterAll(async () => {
  for (const node of nodes) await node.stop();
});

async function startNode(options: StandInOptions = {}): Promise<StandInNode> {
  const node = await startStandInNode(`${TEST_NETWORK}.87.${100 + nodes.length}`, options);
  nodes.push(node);
  return node;
}

function isListening(host: string, port: number): Promise<boolean> {
  return new Promise(resolve => {
    const socket = connect({host, port}, () => resolve(true));
    socket.on('error', () => resolve(false)).on('connect', () => socket.destroy());
  });
}

async function exec(node: StandInNode, ...words: readonly string[]) {
  const {code, out} = await runCircusman(['exec', '-c', node.address, '--json', ...words]);
  return {code, target: JSON.parse(out).targets[0]};
}

test('a service that is slow to be ready is not ready, then ready, and only then its start is ok', async () => {
  const node = await startNode();
  screen = openScreen([node.address]);
  await screen.until(/○ stopped/);
  screen.press(':start box<enter>');
  await screen.until(/◑ not ready \d+s/);
  const seen = await screen.until(/waits for it to be ready \(not ready: HTTP 404\)/);
  expect(seen.join('\n')).toMatch(/0\/1 ok/);
  node.makeReady();
  await screen.until(/● ready/);
  await screen.until(/1\/1 ok/);
  const {out} = await runCircusman(['status', node.address, '--json', '--quick']);
  expect(JSON.parse(out).nodes[0]).toMatchObject({
    circus: expect.stringMatching(/^\d/),
    package: expect.stringMatching(/^\d/),
    watchers: [{watcher: 'box', state: 'running', ready: true, orphans: [], configured: null}],
  });
  const again = await exec(node, 'restart', 'box');
  expect(again).toMatchObject({code: 0, target: {outcome: 'ok', changed: true, state: 'running'}});
});

test('a start that only waits for its service keeps no stop from the node', async () => {
  const node = await startNode();
  screen = openScreen([node.address]);
  await screen.until(/○ stopped/);
  screen.press(':start box<enter>');
  await screen.until(/waits for it to be ready/);
  screen.press(':stop box<enter>');
  await screen.until(/○ stopped/);
  screen.press('J');
  await screen.until(/#2 stop box on \S+ {2}1\/1 ok/);
  screen.press('j');
  await screen.until(/it was stopped before it was ready/);
});

describe('a start is not ok', () => {
  test('where the service is not ready in its time: the last answer and the end of its log are said', async () => {
    const node = await startNode({within: 1});
    const {code, target} = await exec(node, 'start', 'box');
    expect(target).toMatchObject({outcome: 'timed-out', state: 'running', reason: 'not ready: HTTP 404'});
    expect(code).toBe(1);
  });

  test('where its port is taken: the answer says by whom, as its log does', async () => {
    const address = `${TEST_NETWORK}.87.${100 + nodes.length}`;
    const holder = `[watcher:holder]\ncmd = python3 -m http.server --bind ${address} ${SERVICE_PORT}\n`;
    const node = await startNode({within: 5, watchers: holder});
    await eventually(async () => expect(await isListening(address, SERVICE_PORT)).toBe(true));
    const {target} = await exec(node, 'start', 'box');
    expect(target).toMatchObject({outcome: 'timed-out', state: 'running'});
    expect(target.reason).toMatch(
      /^not ready: port 7474 is held by process \d+; its log ends: \[FATAL\] port 7474 is in use$/,
    );
  });

  test('where it exits as it starts, again and again: that is said at once', async () => {
    const node = await startNode({within: 120, arguments: ['--say', 'no-such-file', '--exit', '3']});
    const {target} = await exec(node, 'start', 'box');
    expect(target.outcome).toBe('failed');
    expect(target.reason).toMatch(
      /^process \d+ (exited 3|ended) (right after its start|before it was ready.*no-such-file)/,
    );
    expect(target.ms).toBeLessThan(30_000);
  });

  test('where it is stopped meanwhile', async () => {
    const node = await startNode();
    const start = startCircusman(['exec', '-c', node.address, '--json', 'start', 'box']);
    screen = openScreen([node.address]);
    await screen.until(/◑ not ready/);
    await exec(node, 'stop', 'box');
    const [target] = JSON.parse((await start.finished).out).targets;
    expect(target).toMatchObject({
      outcome: 'failed',
      state: 'stopped',
      reason: expect.stringMatching(/^it was stopped/),
    });
  });
});
