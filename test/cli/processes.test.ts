import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {demoWatchers} from '../../src/demo/demo-watchers.js';
import {type LocalNodes, startLocalNodes} from '../../src/demo/local-nodes.js';
import {circusctl} from '../support/circusctl.js';
import {runCircusman, startCircusman} from '../support/circusman.js';
import {untilWatcherDeaf} from '../support/deaf.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER, STAND_IN} from '../support/local-nodes.js';

/** circusman as scripts call it: `status` and `exec`, their JSON and their exit codes. */

let cluster: LocalNodes;

beforeAll(async () => {
  cluster = await startLocalNodes({
    launcher: LAUNCHER,
    count: 3,
    watchers: number => demoWatchers(number === 2 ? 'deaf neo4j' : undefined, STAND_IN),
  });
});

afterAll(() => cluster.stop());

afterEach(async () => {
  for (const {address} of cluster.nodes) {
    await circusctl(address, 'signal', 'neo4j', '9').catch(() => {});
    await circusctl(address, 'stop', '--waiting').catch(() => {});
    await circusctl(address, 'start', '--waiting', 'circusd-stats').catch(() => {});
  }
});

const id = (number: number) => cluster.nodes[number - 1]?.spec.id ?? '';
const all = () => cluster.nodes.map(node => node.spec.id).join(',');
const state = (number: number, watcher: string) => {
  const node = cluster.nodes[number - 1];
  return node === undefined ? Promise.reject(new Error('no such node')) : circusctl(node.address, 'status', watcher);
};
const untilDeafNeo4j = (number: number) => {
  const node = cluster.nodes[number - 1];
  return node === undefined ? Promise.reject(new Error('no such node')) : untilWatcherDeaf(node.address, 'neo4j');
};
/** Nobody listens there. */
const DEAD = '127.0.76.1';

/** Stops a node where it is, and lets it go on. */
async function whileFrozen<T>(number: number, act: () => Promise<T>): Promise<T> {
  const pid = cluster.nodes[number - 1]?.pid ?? 0;
  process.kill(pid, 'SIGSTOP');
  try {
    return await act();
  } finally {
    process.kill(pid, 'SIGCONT');
  }
}

describe('status', () => {
  test('--json is the document that scripts rely on, in the order of the SET', async () => {
    const {code, out, err} = await runCircusman(['status', all(), '--json']);
    expect(err).toBe('');
    expect(code).toBe(0);
    const document = JSON.parse(out);
    expect(Object.keys(document)).toEqual(['version', 'time', 'nodes']);
    expect(document.version).toBe(1);
    expect(document.time).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
    expect(document.nodes.map((node: {node: string}) => node.node)).toEqual(cluster.nodes.map(node => node.spec.id));
    expect(document.nodes[0]).toEqual({
      node: id(1),
      state: 'online',
      rttMs: expect.any(Number),
      cpu: null,
      memory: null,
      circus: expect.stringMatching(/^\d/),
      package: expect.stringMatching(/^\d/),
      watchers: ['neo4j', 'titan'].map(watcher => ({
        watcher,
        state: 'stopped',
        ready: null,
        orphans: [],
        configured: null,
        edited: [],
        error: null,
        crashes: {recent: 0, lastExit: null},
        processes: 0,
        wanted: 1,
        cpu: null,
        memory: null,
        ageMs: expect.any(Number),
      })),
    });
  });

  test('has CPU and memory of what runs, but with --quick', async () => {
    await runCircusman(['exec', '-c', id(1), 'start', 'titan']);
    const read = async (...flags: readonly string[]) => {
      const {out} = await runCircusman(['status', id(1), '--json', ...flags]);
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
    const {code, out} = await runCircusman(['status', `${id(1)},${DEAD}`, '--json', '--connect-timeout', '1s']);
    expect(code).toBe(1);
    expect(JSON.parse(out).nodes[1]).toEqual({node: DEAD, state: 'offline', error: expect.any(String), watchers: []});
  });

  test('of a frozen node does not wait for it longer than it was told', async () => {
    await whileFrozen(3, async () => {
      const {code, out} = await runCircusman(['status', all(), '--json', '--quick', '--connect-timeout', '1s']);
      expect(code).toBe(1);
      const [first, , third] = JSON.parse(out).nodes;
      expect(first.state).toBe('online');
      expect(third).toMatchObject({node: id(3), state: 'offline', error: 'no answer within 1 s', watchers: []});
    });
  });

  test('as text has a line for each node, and no control characters', async () => {
    const {out} = await runCircusman(['status', `${all()},${DEAD}`, '--quick', '--connect-timeout', '1s']);
    const lines = out.trimEnd().split('\n');
    expect(lines[0]).toMatch(/^NODE +STATE +RTT +CPU% +MEM +neo4j +titan$/);
    expect(lines[1]).toMatch(new RegExp(`^${id(1)} +online +\\S+ms? .*stopped +stopped$`));
    expect(lines.find(line => line.startsWith(DEAD))).toMatch(/offline/);
    expect(out.replaceAll('\n', '')).not.toMatch(/[\u0000-\u001F\u007F]/);
  });
});

describe('exec', () => {
  test('--json is one line a command, with every target’s outcome in order', async () => {
    const {code, out, err} = await runCircusman([
      'exec',
      '-c',
      all(),
      '--json',
      'start',
      'titan',
      ';',
      'restart',
      'titan',
    ]);
    expect([code, err]).toEqual([0, '']);
    const [started, restarted] = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(Object.keys(started)).toEqual(['version', 'command', 'time', 'ms', 'targets', 'summary']);
    expect(started.command).toMatch(/^start titan on /);
    expect(started.targets).toEqual(
      [1, 2, 3].map(number => ({
        node: id(number),
        watcher: 'titan',
        outcome: 'ok',
        changed: true,
        sent: true,
        state: 'running',
        ms: expect.any(Number),
      })),
    );
    expect(started.summary).toEqual({ok: 3});
    expect(restarted.summary).toEqual({ok: 3});
    expect(await state(2, 'titan')).toBe('active');
  });

  test('says ok, unchanged, where nothing was to be done', async () => {
    const {code, out} = await runCircusman(['exec', '-c', id(1), '--json', 'stop', 'titan', ';', 'restart', 'titan']);
    expect(code).toBe(0);
    const [stopped, restarted] = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(stopped.targets[0]).toMatchObject({outcome: 'ok', changed: false, state: 'stopped'});
    expect(restarted.targets[0]).toMatchObject({outcome: 'ok', changed: false, sent: false, state: 'stopped'});
  });

  test('acts on the nodes that answer, says failed for a dead one, and exits with 1', async () => {
    const set = `${id(1)},${DEAD},${id(3)}`;
    const {code, out} = await runCircusman(['exec', '-c', set, '--json', '--connect-timeout', '1s', 'start', 'titan']);
    expect(code).toBe(1);
    const {targets, summary} = JSON.parse(out);
    expect(summary).toEqual({ok: 2, failed: 1});
    expect(targets[1]).toEqual({
      node: DEAD,
      watcher: 'titan',
      outcome: 'failed',
      changed: false,
      sent: false,
      state: null,
      reason: expect.stringMatching(/^offline: /),
      ms: expect.any(Number),
    });
  });

  test('on a frozen node ends by its timeout; what was not sent is never done', async () => {
    const {code, out} = await whileFrozen(3, () =>
      runCircusman(['exec', '-c', all(), '--json', '--connect-timeout', '1s', '--timeout', '2s', 'start', 'titan']),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).targets[2]).toMatchObject({node: id(3), outcome: 'failed', sent: false});
    expect(JSON.parse(out).summary).toEqual({ok: 2, failed: 1});
    expect(await state(3, 'titan')).toBe('stopped');
  });

  test('ends at the first command that is not ok everywhere, and says what was not begun', async () => {
    const {code, out, err} = await runCircusman([
      'exec',
      '-c',
      `${id(1)},${DEAD}`,
      '--connect-timeout',
      '1s',
      'start',
      'titan',
      ';',
      'stop',
      'titan',
    ]);
    expect(code).toBe(1);
    expect(out).toMatch(/failed: offline/);
    expect(err).toMatch(/not begun: stop titan/);
    expect(await state(1, 'titan')).toBe('active');
  });

  test('a command that finds no target is no success', async () => {
    const {code, out, err} = await runCircusman(['exec', '-c', id(1), 'start', 'nobody']);
    expect([code, out, err]).toEqual([1, '', 'circusman: start nobody: no node has a watcher nobody\n']);
  });

  test('the cluster of one run is the SET as its cluster commands change it', async () => {
    const {code, out} = await runCircusman([
      'exec',
      '-c',
      all(),
      '--json',
      'cluster',
      'remove',
      id(2),
      ';',
      'start',
      'titan',
    ]);
    expect(code).toBe(0);
    const started = JSON.parse(out.trimEnd().split('\n')[1] ?? '');
    expect(started.targets.map((target: {node: string}) => target.node)).toEqual([id(1), id(3)]);
  });

  test('signal 9 ends what ignores SIGTERM', async () => {
    await runCircusman(['exec', '-c', id(2), 'start', 'neo4j']);
    const {code, out} = await runCircusman(['exec', '-c', id(2), 'signal', 'neo4j', 'KILL']);
    expect([code, out]).toEqual([0, expect.stringMatching(/ok \(SIGKILL sent to \d+\)/)]);
  });

  test('--read-only refuses with exit code 2 before anything is sent', async () => {
    const {code, out, err} = await runCircusman(['exec', '--read-only', '-c', id(1), 'start', 'titan']);
    expect([code, out, err]).toEqual([2, '', 'circusman: start titan: read-only: start would change a node\n']);
    expect(await state(1, 'titan')).toBe('stopped');
  });

  test('that is interrupted twice leaves at once, with 130, and says what it knows', async () => {
    await runCircusman(['exec', '-c', id(2), 'start', 'neo4j']);
    await untilDeafNeo4j(2);
    const run = startCircusman(['exec', '-c', id(2), '--json', 'stop', 'neo4j', ';', 'start', 'titan']);
    await eventually(async () => expect(await state(2, 'neo4j')).toBe('stopping'));
    run.kill('SIGINT');
    await run.says(/Ctrl-C again leaves at once/);
    run.kill('SIGINT');
    const {code, out, err} = await run.finished;
    expect(code).toBe(130);
    expect(JSON.parse(out).targets[0]).toMatchObject({outcome: 'unknown', sent: true});
    expect(err).toMatch(/not begun: start titan/);
  });
});

describe('what cannot be understood is one sentence and exit code 2', () => {
  test.each([
    [['--bogus'], "circusman: unknown option '--bogus'\n"],
    [['127.0.0.999'], /^circusman: 127\.0\.0\.999: .+\n$/],
    [['exec', '-c', '127.0.76.1', 'strat'], 'circusman: strat: there is no command "strat": did you mean start?\n'],
    [['status', '127.0.76.1', '--port', 'x'], 'circusman: --port: "x" is not a port from 1 to 65535\n'],
    [
      ['127.0.76.1'],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
    [
      ['demo'],
      'circusman: the full screen wants a terminal on standard input and output; status and exec work without one\n',
    ],
  ])('%j', async (args, sentence) => {
    const {code, out, err} = await runCircusman(args);
    expect([code, out]).toEqual([2, '']);
    expect(err).toMatch(
      sentence instanceof RegExp ? sentence : new RegExp(`^${sentence.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')}$`),
    );
  });
});
