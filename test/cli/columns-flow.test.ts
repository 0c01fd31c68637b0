import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {claimAddresses} from '../../src/demo/addresses.js';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {LAUNCHER, PYTHON} from '../support/local-nodes.js';
import {askAsOther} from '../support/other-client.js';
import {runCircusman} from '../support/run-circusman.js';

/** The columns of figures that a real node samples, beside a stock circusd, which has none of them. */

/** A process of 25 threads that writes some MiB to the disk each second. */
const WRITER = `
import os, sys, threading, time
for _ in range(24):
    threading.Thread(target=time.sleep, args=(600,), daemon=True).start()
block = os.urandom(1 << 20)
with open(sys.argv[1], "wb", buffering=0) as file:
    while True:
        file.seek(0)
        file.write(block)
        os.fsync(file.fileno())
        time.sleep(0.1)
`;

let claim: Awaited<ReturnType<typeof claimAddresses>>;
let node: LocalNode;
let stock: Circusd;
let hosts: readonly [string, string];
let screen: Screen | undefined;

beforeAll(async () => {
  claim = await claimAddresses(2);
  const [first, second] = claim.addresses;
  if (first === undefined || second === undefined) throw new Error('there are no two addresses');
  hosts = [first.host, second.host];
  node = await startLocalNode({
    launcher: LAUNCHER,
    address: first,
    hasStatistics: false,
    watchers: folder => {
      const home = path.join(folder, 'home');
      mkdirSync(home);
      const program = path.join(folder, 'write.py');
      writeFileSync(program, WRITER);
      const writes = watcherSection('box', {cmd: `${PYTHON} ${program} ${home}/data`});
      return {watchers: writes + watcherSection('idle', {cmd: 'sleep 600'})};
    },
  });
  stock = await startCircusd(second.host, '[watcher:box]\ncmd = sleep 600\n[watcher:idle]\ncmd = sleep 600');
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(async () => {
  await stock?.stop();
  await node?.stop();
  await claim.release();
});

async function open(columns = 160): Promise<Screen> {
  screen = openScreen(hosts, {columns});
  await screen.until(/2 nodes {2}2 online[\s\S]*running[\s\S]*running/);
  return screen;
}

async function pidOfBox(): Promise<number> {
  const answer = await askAsOther(hosts[0], 'list', {name: 'box'});
  const {pids} = answer as {pids: readonly number[]};
  const [pid] = pids;
  if (pid === undefined) throw new Error('box has no process');
  return pid;
}

const rowOf = (host: string) => `^[▌ ] ${host.replaceAll('.', '\\.')} `;

test('chosen in the bar, they are drawn, filtered and sorted by; a stock circusd has none, and fits no comparison', async () => {
  const [host, other] = hosts;
  const shown = await open();
  expect(shown.lines().join('\n')).not.toMatch(/WAIT|READ\/s/);
  shown.press(':columns state cpu wait load net / cpu threads write uptime restarts<enter>');
  await shown.until(/STATE +CPU% +WAIT +LOAD +NET\/s +box/);
  await shown.until(
    new RegExp(
      `${rowOf(host)}.*online +[\\d.]+ +\\d+% +[\\d.]+ +\\S+[BKM] +● +\\d+% +25t +[\\d.]+Mw +\\d+\\w+ +0x +● +0% +1t +0Bw`,
      'm',
    ),
  );
  await shown.until(new RegExp(`${rowOf(other)}.*online +0\\.0 +— +— +— +● +0% +● +0%`, 'm'));
  shown.press('/box:write>1M threads>20<enter>');
  await shown.until(/filter box:write>1M threads>20 hides 1/);
  expect(shown.lines().some(line => new RegExp(rowOf(host)).test(line))).toBe(true);
  shown.press('/<ctrl-u>box:write<lots');
  await shown.until(/a number belongs here, such as neo4j:write>10M/);
  shown.press('<ctrl-u><enter>:sort box:threads<enter>');
  await shown.until(/sorted by box:threads/);
  shown.press(':columns<enter>');
  await shown.until(/^✓ threads/m);
  expect(shown.lines().join('\n')).toMatch(/ {2}columns = \["state", "cpu", "wait", "load", "net"\]/);
  shown.press('<esc>:columns auto<enter>');
  await shown.until(/STATE +RTT +CPU% +MEM/);
});

test('a crash counts as a restart and begins its uptime anew; commands take the nodes that fit', async () => {
  const [host] = hosts;
  const shown = await open();
  shown.press(':columns / uptime restarts<enter>');
  await shown.until(new RegExp(`${rowOf(host)}.*● +\\d+\\w+ +0x`, 'm'));
  process.kill(await pidOfBox(), 'SIGKILL');
  await shown.until(new RegExp(`${rowOf(host)}.* +\\ds +1x`, 'm'));
  shown.press(':restart idle on box:restarts>0 threads>20');
  await shown.until(/→ 1 node × idle = 1 target/);
});

test('in exec on takes the nodes that fit, too', async () => {
  const start = (filter: string) => runCircusman(['exec', '-c', hosts.join(','), `start idle on ${filter}`]);
  const fits = await start('box:threads>20 uptime>0');
  expect([fits.code, fits.out]).toEqual([0, `start idle on ${hosts[0]}\n  ${hosts[0]} idle: ok, unchanged\n`]);
  const none = await start('box:uptime<1ms');
  expect([none.code, none.err]).toEqual([1, expect.stringContaining('no node fits box:uptime<1ms')]);
});

test('status --json tells them, and exec refuses what is of the screen', async () => {
  const {out} = await runCircusman(['status', ...hosts, '--json']);
  expect(JSON.parse(out)).toMatchObject({
    nodes: [
      {load: expect.any(Number), watchers: [{watcher: 'box', threads: 25, uptimeMs: expect.any(Number)}, {}]},
      {load: null, watchers: [{threads: null, uptimeMs: null, restarts: null}, {}]},
    ],
  });
  const refused = await runCircusman(['exec', '-c', hosts[0], 'columns', '+io']);
  expect([refused.code, refused.err]).toEqual([
    2,
    expect.stringContaining('this is for the full screen, not for exec'),
  ]);
});
