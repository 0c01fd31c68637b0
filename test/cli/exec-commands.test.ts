import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {runCircusman, startCircusman} from '../support/run-circusman.js';
import {DEAD, type ScriptCluster, startScriptCluster} from '../support/script-cluster.js';

/** `circusman exec` as scripts call it: its JSON and its exit codes. */

let cluster: ScriptCluster;

beforeAll(async () => {
  cluster = await startScriptCluster();
});
afterAll(() => cluster?.stop());
afterEach(() => cluster.tidy());

describe('exec', () => {
  test('takes filters behind on, by what the nodes tell when the command’s turn comes', async () => {
    const run = (...words: readonly string[]) => runCircusman(['exec', '-c', cluster.all(), ...words]);
    const started = await run('start', 'titan', 'on', `!${cluster.id(2)}`, ';', 'start', 't*', 'on', 'titan:stopped');
    expect(started.out).toContain(`start titan on ${cluster.id(2)}`);
    expect([started.code, started.err]).toEqual([0, '']);
    const small = await run('stop', 'titan', 'on', 'mem<1');
    expect([small.code, small.err]).toEqual([1, 'circusman: stop titan on mem<1: no node fits mem<1\n']);
    const large = await run('stop', 'titan', 'on', 'mem>1', `!${cluster.id(3)}`);
    expect([large.code, large.err]).toEqual([0, '']);
    expect(await cluster.state(1, 'titan')).toBe('stopped');
    expect(await cluster.state(3, 'titan')).toBe('active');
    const marked = await run('stop', 'titan', 'on', 'marked');
    expect([marked.code, marked.err]).toEqual([
      2,
      'circusman: stop titan on marked: there are no marks here: name the nodes\n',
    ]);
  });

  test('--json is one line a command, with every target’s outcome in order', async () => {
    const {code, out, err} = await runCircusman([
      'exec',
      '-c',
      cluster.all(),
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
        node: cluster.id(number),
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
    expect(await cluster.state(2, 'titan')).toBe('active');
  });

  test('says ok, unchanged, where nothing was to be done', async () => {
    const {code, out} = await runCircusman([
      'exec',
      '-c',
      cluster.id(1),
      '--json',
      'stop',
      'titan',
      ';',
      'restart',
      'titan',
    ]);
    expect(code).toBe(0);
    const [stopped, restarted] = out
      .trimEnd()
      .split('\n')
      .map(line => JSON.parse(line));
    expect(stopped.targets[0]).toMatchObject({outcome: 'ok', changed: false, state: 'stopped'});
    expect(restarted.targets[0]).toMatchObject({outcome: 'ok', changed: false, sent: false, state: 'stopped'});
  });

  test('acts on the nodes that answer, says failed for a dead one, and exits with 1', async () => {
    const set = `${cluster.id(1)},${DEAD},${cluster.id(3)}`;
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
    const {code, out} = await cluster.whileFrozen(3, () =>
      runCircusman([
        'exec',
        '-c',
        cluster.all(),
        '--json',
        '--connect-timeout',
        '1s',
        '--timeout',
        '2s',
        'start',
        'titan',
      ]),
    );
    expect(code).toBe(1);
    expect(JSON.parse(out).targets[2]).toMatchObject({node: cluster.id(3), outcome: 'failed', sent: false});
    expect(JSON.parse(out).summary).toEqual({ok: 2, failed: 1});
    expect(await cluster.state(3, 'titan')).toBe('stopped');
  });

  test('ends at the first command that is not ok everywhere, and says what was not begun', async () => {
    const {code, out, err} = await runCircusman([
      'exec',
      '-c',
      `${cluster.id(1)},${DEAD}`,
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
    expect(await cluster.state(1, 'titan')).toBe('active');
  });

  test('a command that finds no target is no success', async () => {
    const {code, out, err} = await runCircusman(['exec', '-c', cluster.id(1), 'start', 'nobody']);
    expect([code, out, err]).toEqual([1, '', 'circusman: start nobody: no node has a watcher nobody\n']);
  });

  test('the cluster of one run is the SET as its cluster commands change it', async () => {
    const {code, out} = await runCircusman([
      'exec',
      '-c',
      cluster.all(),
      '--json',
      'cluster',
      'remove',
      cluster.id(2),
      ';',
      'start',
      'titan',
    ]);
    expect(code).toBe(0);
    const started = JSON.parse(out.trimEnd().split('\n')[1] ?? '');
    expect(started.targets.map((target: {node: string}) => target.node)).toEqual([cluster.id(1), cluster.id(3)]);
  });

  test('signal 9 ends what ignores SIGTERM', async () => {
    await runCircusman(['exec', '-c', cluster.id(2), 'start', 'neo4j']);
    const {code, out} = await runCircusman(['exec', '-c', cluster.id(2), 'signal', 'neo4j', 'KILL']);
    expect([code, out]).toEqual([0, expect.stringMatching(/ok \(SIGKILL sent to \d+\)/)]);
  });

  test('--read-only refuses with exit code 2 before anything is sent', async () => {
    const {code, out, err} = await runCircusman(['exec', '--read-only', '-c', cluster.id(1), 'start', 'titan']);
    expect([code, out, err]).toEqual([2, '', 'circusman: start titan: read-only: start would change a node\n']);
    expect(await cluster.state(1, 'titan')).toBe('stopped');
  });

  test('that is interrupted twice leaves at once, with 130, and says what it knows', async () => {
    await runCircusman(['exec', '-c', cluster.id(2), 'start', 'neo4j']);
    await cluster.untilDeafNeo4j(2);
    const run = startCircusman(['exec', '-c', cluster.id(2), '--json', 'stop', 'neo4j', ';', 'start', 'titan']);
    await eventually(async () => expect(await cluster.state(2, 'neo4j')).toBe('stopping'));
    run.kill('SIGINT');
    await run.says(/Ctrl-C again leaves at once/);
    run.kill('SIGINT');
    const {code, out, err} = await run.finished;
    expect(code).toBe(130);
    expect(JSON.parse(out).targets[0]).toMatchObject({outcome: 'unknown', sent: true});
    expect(err).toMatch(/not begun: start titan/);
  });
});
