import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {progressLine} from '../../src/cli/progress.js';
import {NO_ANSWERS} from '../../src/model/answer.js';
import type {Job} from '../../src/model/job.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {at} from '../support/cluster-state.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ScriptCluster, startScriptCluster} from '../support/script-cluster.js';
import {TEST_NETWORK, testHost} from '../support/test-network.js';

/** What `exec` shows on a terminal while it waits. */

const NODES = [testHost('77.1'), testHost('77.2'), testHost('77.3')];

function job(text: string, waitsFor: readonly (string | null)[]): Job {
  const targets = waitsFor.map((each, index) => ({
    target: {node: NODES[index] ?? '', watcher: 'neo4j'},
    beganAt: at(0),
    waitsFor: each,
    outcome: null,
    answers: NO_ANSWERS,
    ms: null,
    progress: null,
    afterwards: null,
  }));
  return {id: 1, text, command: 'stop', isDryRun: false, beganAt: at(0), endedAt: null, targets};
}

const NOW = at(1);
const WAITS = '1534 to end, killed after 20 s';

describe('the line', () => {
  test.each([
    [[null], `stop neo4j on ${TEST_NETWORK}.77.1-3  0/1 ok, 1 running`],
    [[WAITS], `stop neo4j on ${TEST_NETWORK}.77.1-3  0/1 ok, 1 running  ${TEST_NETWORK}.77.1 neo4j waits for ${WAITS}`],
    [
      [null, WAITS],
      `stop neo4j on ${TEST_NETWORK}.77.1-3  0/2 ok, 2 running  ${TEST_NETWORK}.77.2 neo4j waits for ${WAITS}`,
    ],
    [
      [WAITS, WAITS, WAITS],
      `stop neo4j on ${TEST_NETWORK}.77.1-3  0/3 ok, 3 running  ${TEST_NETWORK}.77.1 neo4j waits for ${WAITS} (2 more wait)`,
    ],
  ])('of what waits for %j', (waits, line) => {
    expect(progressLine(job(`stop neo4j on ${TEST_NETWORK}.77.1-3`, waits), 200, NOW)).toBe(line);
  });

  test('fits into any width: the command gives way first', () => {
    const long = job(`stop ${'数据库'.repeat(40)} on ${TEST_NETWORK}.77.1`, [WAITS]);
    expect(progressLine(long, 110, NOW)).toMatch(
      /^stop 数.*\.\.\. +0\/1 ok, 1 running {2}127\.\d+\.77\.1 neo4j waits for 1534 to end, killed after 20 s$/,
    );
    for (let width = 1; width < 120; width += 1) {
      const columns = [...progressLine(long, width, NOW)].reduce((sum, each) => sum + (each > '\u1100' ? 2 : 1), 0);
      expect(columns).toBeLessThanOrEqual(width);
    }
  });

  test('holds nothing that the terminal would obey', () => {
    expect(progressLine(job('stop \u001B[31m\n', [null]), 80, NOW)).toBe('stop \\x1b[31m  0/1 ok, 1 running');
  });
});

describe('on a terminal', () => {
  let cluster: ScriptCluster | undefined;
  let screen: Screen | undefined;

  beforeAll(async () => {
    cluster = await startScriptCluster();
  });
  afterEach(() => screen?.close());
  afterAll(() => cluster?.stop());

  test('it tells what a stop waits for, on one line, and is gone when that has ended', async () => {
    const node = cluster?.id(2) ?? '';
    const run = (...words: readonly string[]) => openScreen(['exec', '-c', node, ...words], {columns: 60, rows: 10});
    screen = run('start', 'neo4j');
    await screen.exit;
    await cluster?.untilDeafNeo4j(2);
    screen = run('stop', 'neo4j');
    await screen.until(/^stop neo4j on \S+ +0\/1 ok, 1 running {2}127\.\S+ .*\.\.\.$/m);
    screen.resize(140, 10);
    await screen.until(
      new RegExp(`running {2}${node.replaceAll('.', '\\.')} neo4j waits for \\d+ to end, killed after `, 'm'),
    );
    expect(screen.beyond()).toBe(0);
    await runCircusman(['exec', '-c', node, 'signal', 'neo4j', '9']);
    await screen.exit;
    expect(screen.lines().join('\n')).toMatch(/ok \(forced: killed/);
    expect(screen.lines().join('\n')).not.toMatch(/waits for/);
  });
});
