import {spawn} from 'node:child_process';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER, SLEEPER} from '../support/local-nodes.js';
import {askAsOther} from '../support/other-client.js';
import {runCircusman} from '../support/run-circusman.js';
import {testHost} from '../support/test-network.js';

/** `circusman events` as scripts call it, on a node that keeps its events, a stock circusd, and none. */

const PACKAGE = testHost('99.1');
const STOCK = testHost('99.2');
const DEAD = testHost('99.3');
const PORTS = {commandPort: 5555, eventsPort: 5556, statisticsPort: 5557};
const ONCE = watcherSection('once', {cmd: `sh -c 'sleep 1; exit 127'`, respawn: false, autostart: false});

let node: LocalNode;
let stock: Circusd;

const startNode = () =>
  startLocalNode({
    launcher: LAUNCHER,
    address: {host: PACKAGE, ...PORTS},
    watchers: SLEEPER + ONCE,
    hasStatistics: false,
  });

beforeAll(async () => {
  [node, stock] = await Promise.all([startNode(), startCircusd(STOCK, SLEEPER)]);
  await askAsOther(PACKAGE, 'start', {name: 'once', waiting: true});
}, 60_000);
afterAll(async () => {
  await Promise.all([node?.stop(), stock?.stop()]);
});

/** Follows events; what it has printed until now, and how it ended. */
function follow(...words: readonly string[]) {
  const child = spawn(process.execPath, [CIRCUSMAN, 'events', ...words, '--follow'], {
    env: {PATH: process.env.PATH ?? '', XDG_STATE_HOME: '/dev/null', XDG_CONFIG_HOME: '/dev/null', TZ: 'UTC'},
  });
  let [out, err] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', text => {
    out += text;
  });
  child.stderr.setEncoding('utf8').on('data', text => {
    err += text;
  });
  const ended = new Promise<number | null>(resolve => child.once('close', resolve));
  return {out: () => out, err: () => err, ended, kill: (signal: NodeJS.Signals) => child.kill(signal), child};
}

const happened = (text: string) =>
  text
    .trimEnd()
    .split('\n')
    .map(line => line.replace(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d /, '').replaceAll(/process \d+/g, 'process N'));

describe('without --follow', () => {
  test('it prints what the node keeps, in order, and ends with 0', async () => {
    const lines = await eventually(async () => {
      const {code, out, err} = await runCircusman(['events', PACKAGE]);
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(/stopped/);
      return happened(out);
    });
    expect(lines).toEqual([
      `${PACKAGE} once  process N spawned`,
      `${PACKAGE} once  started`,
      `${PACKAGE} once  process N exited 127: the program was not found`,
      `${PACKAGE} once  stopped`,
    ]);
  });

  test('--since and --until part it', async () => {
    const run = async (...words: readonly string[]) => (await runCircusman(['events', PACKAGE, ...words])).out;
    expect(await run('--since', '1h')).toMatch(/spawned/);
    expect(await run('--until', '1h')).toBe('');
    expect(await run('--since', '2026-01-01', '--until', '2026-01-02')).toBe('');
    const wrong = await runCircusman(['events', PACKAGE, '--since', 'noon']);
    expect([wrong.code, wrong.out]).toEqual([2, '']);
    expect(wrong.err).toMatch(/--since: "noon" is no time: a time is 10m/);
  });

  test('a node that is stock, and one that does not answer, are said, and the end is 1', async () => {
    const {code, out, err} = await runCircusman([
      'events',
      `${PACKAGE},${STOCK},${DEAD}`,
      '--json',
      '--connect-timeout',
      '1s',
    ]);
    expect(code).toBe(1);
    const events = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(events.map(({type, node: of, action}) => [type, of, action])).toEqual(
      ['spawn', 'start', 'reap', 'stop'].map(action => ['event', PACKAGE, action]),
    );
    expect(err.split('\n')).toEqual([
      `circusman: ${STOCK}: keeps no events: it needs the package circus/ (circusman-node), or a newer one`,
      expect.stringMatching(`^circusman: ${DEAD}: offline: `),
      '',
    ]);
  });
});

describe('with --follow', () => {
  test('what happens comes, also of a stock node, until a signal ends it', async () => {
    const run = follow(`${PACKAGE},${STOCK}`);
    await eventually(() => expect(run.err()).toMatch(/keeps no events: .*; what happens from now on is shown/));
    expect(run.out()).toMatch(/once {2}stopped/);
    for (const address of [PACKAGE, STOCK]) {
      await askAsOther(address, 'start', {name: 'sleeper', waiting: true});
      await eventually(() => expect(run.out()).toMatch(`${address} sleeper  started`));
    }
    run.kill('SIGINT');
    expect(await run.ended).toBe(130);
  }, 30_000);

  test('a node that was away is asked for what was missed, and its circusd’s new life leaves a gap', async () => {
    const run = follow(PACKAGE, '--json');
    await eventually(() => expect(run.out()).toMatch(/"action":"stop"/));
    process.kill(node.pid, 'SIGKILL');
    await eventually(() => expect(run.err()).toMatch(/offline/));
    await node.stop();
    node = await startNode();
    await askAsOther(PACKAGE, 'start', {name: 'once', waiting: true});
    await eventually(() => expect(run.err()).toMatch(/online again/), 20_000);
    await eventually(() => {
      const lines = run.out().trimEnd().split('\n');
      const gap = lines.findIndex(line => line.includes('"type":"gap"'));
      expect(JSON.parse(lines[gap] ?? '{}')).toMatchObject({node: PACKAGE, lost: null});
      const after = lines.slice(gap + 1).map(line => JSON.parse(line).action);
      expect(after).toEqual(['spawn', 'start', 'reap', 'stop']);
    }, 20_000);
    run.kill('SIGTERM');
    expect(await run.ended).toBe(143);
  }, 60_000);

  test('a reader that is gone ends it', async () => {
    const run = follow(PACKAGE);
    await eventually(() => expect(run.out()).toMatch(/spawned/));
    run.child.stdout.destroy();
    await askAsOther(PACKAGE, 'start', {name: 'once', waiting: true});
    expect(await run.ended).toBe(1);
  }, 30_000);
});
