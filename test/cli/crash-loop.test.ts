import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {type Circusd, startCircusd} from '../support/circusd.js';
import {runCircusman} from '../support/circusman.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER} from '../support/local-nodes.js';
import {askAsOther} from '../support/other-client.js';

/** Who has just come must call a crash loop what it is, and what its operator stopped stopped. */

const WATCHERS =
  watcherSection('loop', {cmd: `bash -c 'sleep 0.1; exit 3'`}) +
  watcherSection('once', {cmd: `bash -c 'exit 4'`, respawn: false});

interface Told {
  readonly state: string;
  readonly crashes: {readonly recent: number; readonly lastExit: object | null};
}

async function told(node: string, watcher: string, ...options: readonly string[]): Promise<Told> {
  const {code, out} = await runCircusman(['status', node, '--json', ...options]);
  expect(code).toBe(0);
  const {watchers} = JSON.parse(out).nodes[0];
  return watchers.find((each: {watcher: string}) => each.watcher === watcher);
}

/** The words of the table's columns, by watcher. */
async function words(node: string): Promise<string> {
  const {code, out} = await runCircusman(['status', node]);
  expect(code).toBe(0);
  return out;
}

describe('on a node with the package', () => {
  let nodes: LocalNodes;
  let id = '';
  beforeAll(async () => {
    nodes = await startLocalNodes({launcher: LAUNCHER, count: 1, watchers: () => WATCHERS});
    id = nodes.nodes[0]?.spec.id ?? '';
  });
  afterAll(() => nodes?.stop());

  test('a crash loop is flapping at the first look, by the count of the node itself', async () => {
    await eventually(async () => {
      const {state, crashes} = await told(id, 'loop', '--quick');
      expect(state).toBe('running');
      expect(crashes.recent).toBeGreaterThanOrEqual(3);
      expect(crashes.lastExit).toEqual({code: 3, signal: null});
    });
    expect(await words(id)).toMatch(/ flapping \d+\/5m/);
  });

  test('what ended by itself before anybody looked is said, until somebody stops it', async () => {
    expect(await told(id, 'once', '--quick')).toMatchObject({
      state: 'stopped',
      crashes: {recent: 1, lastExit: {code: 4, signal: null}},
    });
    expect(await words(id)).toContain(' exited 4');
    await runCircusman(['exec', '-c', id, 'stop', 'once']);
    await eventually(async () => {
      expect(await told(id, 'once', '--quick')).toMatchObject({state: 'stopped', crashes: {lastExit: null}});
    });
  });

  test('a crash loop that its operator stopped is stopped', async () => {
    const {out} = await runCircusman(['exec', '-c', id, '--json', 'stop', 'loop']);
    expect(JSON.parse(out).summary).toEqual({ok: 1});
    await eventually(async () => {
      expect(await told(id, 'loop', '--quick')).toMatchObject({state: 'stopped', crashes: {lastExit: null}});
    });
    expect(await words(id)).not.toContain('exited 3');
  });
});

describe('on a stock node', () => {
  let circusd: Circusd;
  let id = '';
  beforeAll(async () => {
    circusd = await startCircusd('127.0.119.1', WATCHERS);
    id = circusd.address;
  });
  afterAll(() => circusd?.stop());

  test('a crash loop is flapping by what was seen in the two seconds of a look', async () => {
    expect(await words(id)).toMatch(/ (flapping [23]\/(10s|5min)|exited 3)/);
    expect((await told(id, 'loop')).crashes.recent).toBeGreaterThanOrEqual(2);
  });

  test('a crash loop that its operator stopped is stopped, and so it is to who comes later', async () => {
    await askAsOther(id, 'stop', {name: 'loop', waiting: true});
    expect(await told(id, 'loop')).toMatchObject({state: 'stopped', crashes: {recent: 0, lastExit: null}});
  });
});
