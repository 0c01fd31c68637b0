import {writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {afterAll, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import type {NodeSample} from '../../src/model/sample.js';
import {summaryOf} from '../../src/model/summary.js';
import type {SampleFact} from '../../src/model/usage-facts.js';
import {createStore} from '../../src/store/store.js';
import {LAUNCHER, PYTHON} from '../support/local-nodes.js';
import {testHost} from '../support/test-network.js';
import {type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** Works for about a third of the time, by fits and starts that have nothing to do with seconds; ends with the shell that started it. */
const WORK = `
import os
import time
parent = os.getppid()
while os.getppid() == parent:
    end = time.process_time() + 0.13
    while time.process_time() < end:
        pass
    time.sleep(0.21)
`;

const TIMEOUT = 60_000;

describe('the history of a real node that was suspended for a while', () => {
  const store = createStore();
  let node: LocalNode;
  let cluster: WatchedCluster;
  let samples: readonly NodeSample[];
  let range: {readonly from: number; readonly to: number; readonly step: number};

  const come = async (count: number): Promise<void> => {
    const {number} = (await cluster.fact('sample-received')).sample;
    await cluster.fact('sample-received', ({sample}) => sample.number >= number + count);
  };
  const usedUntil = ({watchers}: NodeSample) => {
    const {user = 0, system = 0} = watchers.get('box')?.total ?? {};
    return user + system;
  };
  const box = () => ({node: node.spec.id, watcher: 'box'});

  beforeAll(async () => {
    node = await startLocalNode({
      launcher: LAUNCHER,
      address: {host: testHost('71.1'), commandPort: 5_555, eventsPort: 5_556, statisticsPort: 5_557},
      hasStatistics: false,
      watchers: folder => {
        const program = path.join(folder, 'work.py');
        writeFileSync(program, WORK);
        return {watchers: watcherSection('box', {cmd: `sh -c "${PYTHON} ${program}; true"`})};
      },
    });
    cluster = watchCluster([node.spec], {
      wantsStatistics: true,
      pings: {every: 500, patience: 1_000, offlineAfter: 8_000},
      onFacts: store.dispatch,
    });
    await come(5);
    process.kill(node.pid, 'SIGSTOP');
    await cluster.fact('node-lost');
    process.kill(node.pid, 'SIGCONT');
    await come(5);
    const facts = cluster.facts.filter((fact): fact is SampleFact => fact.type === 'sample-received');
    samples = facts.map(({sample}) => sample);
    const [first, last] = [facts[0], facts.at(-1)].map(fact => (fact?.at.monotonic ?? Number.NaN) / 1_000);
    range = {from: (first ?? Number.NaN) - 2, to: (last ?? Number.NaN) + 2, step: 1};
  }, TIMEOUT);

  afterAll(async () => {
    await cluster.close();
    await node.stop();
  });

  test('has a gap there, and all that was used beside it, by what its processes had started, too', () => {
    const near = samples.slice(1).flatMap((after, index) => {
      const before = samples[index];
      return before !== undefined && after.time - before.time < 5.5 ? [{before, after}] : [];
    });
    expect(near.length).toBe(samples.length - 2);
    const seconds = near.reduce((sum, {before, after}) => sum + after.time - before.time, 0);
    const used = near.reduce((sum, {before, after}) => sum + usedUntil(after) - usedUntil(before), 0);
    const summary = summaryOf(store.history.window(box(), 'cpu', range), 'cpu');
    expect(summary?.known).toBe(Math.round(seconds));
    expect(used).toBeGreaterThan(1);
    expect(Math.abs((summary?.total ?? 0) / used - 1)).toBeLessThan(0.02);
  });

  test('is known again from the second of the first sample after it', () => {
    const shown = (figure: 'cpu' | 'memory') =>
      [...store.history.window(box(), figure, range).known].join('').replace(/^0+|0+$/g, '');
    expect(shown('cpu')).toMatch(/^1{5,}0{6,}1{5,}$/);
    expect(shown('memory').replace(/0+/, '')).toHaveLength(shown('cpu').replace(/0+/, '').length + 2);
  });
});
