import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {runCircusman} from '../support/run-circusman.js';
import {DEAD, type ScriptCluster, startScriptCluster} from '../support/script-cluster.js';

/** `circusman status` as scripts call it: its JSON and its exit codes. */

let cluster: ScriptCluster;

beforeAll(async () => {
  cluster = await startScriptCluster();
});
afterAll(() => cluster?.stop());
afterEach(() => cluster.tidy());

describe('status', () => {
  test('--json is the document that scripts rely on, in the order of the SET', async () => {
    const {code, out, err} = await runCircusman(['status', cluster.all(), '--json']);
    expect(err).toBe('');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(Object.keys(document)).toEqual(['version', 'time', 'nodes']);
    expect(document.version).toBe(1);
    expect(document.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(document.nodes.map((node: {node: string}) => node.node)).toEqual(cluster.nodes.map(node => node.spec.id));
    expect(document.nodes[0]).toEqual({
      node: cluster.id(1),
      state: 'online',
      rttMs: expect.any(Number),
      cpu: null,
      wait: expect.any(Number),
      load: expect.any(Number),
      memory: null,
      read: expect.any(Number),
      written: expect.any(Number),
      received: expect.any(Number),
      sent: expect.any(Number),
      childrenCounted: true,
      circus: expect.stringMatching(/^\d/),
      package: expect.stringMatching(/^\d/),
      machine: expect.stringMatching(/^[0-9a-f]{16}$/),
      otherMachine: false,
      host: {
        load: expect.any(Number),
        cores: expect.any(Number),
        memory: {total: expect.any(Number), available: expect.any(Number)},
        ageMs: expect.any(Number),
      },
      watchers: ['neo4j', 'titan'].map(watcher => ({
        watcher,
        state: 'stopped',
        ready: null,
        answer: null,
        orphans: [],
        configured: null,
        edited: [],
        disk: {total: expect.any(Number), free: expect.any(Number)},
        error: null,
        crashes: {recent: 0, lastExit: null},
        processes: 0,
        wanted: 1,
        cpu: null,
        memory: null,
        threads: 0,
        read: 0,
        written: 0,
        uptimeMs: null,
        restarts: 0,
        ageMs: expect.any(Number),
      })),
    });
  });

  test('has CPU and memory of what runs, but with --quick', async () => {
    await runCircusman(['exec', '-c', cluster.id(1), 'start', 'titan']);
    const read = async (...flags: readonly string[]) => {
      const {out} = await runCircusman(['status', cluster.id(1), '--json', ...flags]);
      const [node] = JSON.parse(out).nodes;
      return {node, titan: node.watchers.find((each: {watcher: string}) => each.watcher === 'titan')};
    };
    const full = await read();
    expect(full.titan).toMatchObject({state: 'running', processes: 1, cpu: expect.any(Number)});
    expect(full.titan.memory).toBeGreaterThan(1_000_000);
    expect(full.node.memory).toBe(full.titan.memory);
    expect((await read('--quick')).titan).toMatchObject({state: 'running', processes: 1, cpu: null, memory: null});
  });

  test('of a cluster with a dead node says why, and exits with 1', async () => {
    const {code, out} = await runCircusman(['status', `${cluster.id(1)},${DEAD}`, '--json', '--connect-timeout', '1s']);
    expect(code).toBe(1);
    expect(JSON.parse(out).nodes[1]).toEqual({node: DEAD, state: 'offline', error: expect.any(String), watchers: []});
  });

  test('of a frozen node does not wait for it longer than was asked', async () => {
    await cluster.whileFrozen(3, async () => {
      const {code, out} = await runCircusman(['status', cluster.all(), '--json', '--quick', '--connect-timeout', '1s']);
      expect(code).toBe(1);
      const [first, , third] = JSON.parse(out).nodes;
      expect(first.state).toBe('online');
      expect(third).toMatchObject({node: cluster.id(3), state: 'offline', error: 'no answer within 1 s', watchers: []});
    });
  });

  test('as text has a line for each node, and no control characters', async () => {
    const {out} = await runCircusman(['status', `${cluster.all()},${DEAD}`, '--quick', '--connect-timeout', '1s']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^NODE +STATE +RTT +CPU% +MEM +neo4j +titan$/);
    expect(lines[1]).toMatch(new RegExp(`^${cluster.id(1)} +online +\\S+ms? .*stopped +stopped$`));
    expect(lines.find(line => line.startsWith(DEAD))).toMatch(/offline/);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F]/);
  });
});
