import {readFileSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import {type LocalNode, startLocalNode} from '../../src/demo/local-node.js';
import type {Fact} from '../../src/model/facts.js';
import {figuresOf} from '../../src/model/rates.js';
import type {NodeSample} from '../../src/model/sample.js';
import {LAUNCHER, PYTHON} from '../support/local-nodes.js';
import {testHost} from '../support/test-network.js';
import {type WatchedCluster, watchCluster} from '../support/watched-cluster.js';

/** What two controllers make of one node's samples, against what the kernel says of the processes in the end. */

/** Works in short-lived children and by itself, writes, and then says what the kernel counted for it and them; it ends with the shell around it. */
const WORK = `
import os, subprocess, sys, time
parent = os.getppid()
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
time.sleep(3)
for _ in range(5):
    subprocess.run([sys.executable, "-c", "import time\\nwhile time.process_time() < 0.2: pass"])
    burn(0.2)
    time.sleep(0.2)
with open(sys.argv[1] + ".bytes", "wb") as file:
    for _ in range(10):
        file.write(bytes(1_000_000))
        file.flush()
        os.fsync(file.fileno())
        time.sleep(0.1)
with open("/proc/self/io") as io:
    written = next(line.split()[1] for line in io if line.startswith("write_bytes"))
with open(sys.argv[1] + ".part", "w") as said:
    said.write(f"{sum(os.times()[:4])} {written}")
os.rename(sys.argv[1] + ".part", sys.argv[1])
while os.getppid() == parent:
    time.sleep(0.2)
`;

const TIMEOUT = 90_000;

let node: LocalNode;
let said: string;
const clusters: WatchedCluster[] = [];

beforeAll(async () => {
  node = await startLocalNode({
    launcher: LAUNCHER,
    address: {host: testHost('72.1'), commandPort: 5_555, eventsPort: 5_556, statisticsPort: 5_557},
    hasStatistics: false,
    watchers: folder => {
      const program = path.join(folder, 'work.py');
      said = path.join(folder, 'said');
      writeFileSync(program, WORK);
      return {watchers: watcherSection('box', {cmd: `sh -c "${PYTHON} ${program} ${said}; true"`})};
    },
  });
  clusters.push(...[1, 2].map(() => watchCluster([node.spec], {wantsStatistics: true})));
}, TIMEOUT);

afterAll(async () => {
  for (const cluster of clusters) await cluster.close();
  await node.stop();
});

const samplesIn = (facts: readonly Fact[]): readonly NodeSample[] =>
  facts.flatMap(fact => (fact.type === 'sample-received' ? [fact.sample] : []));

/** Core-seconds and bytes: each rate times the seconds that it holds for. */
function usedIn(samples: readonly NodeSample[]): {readonly cpu: number; readonly written: number} {
  let [cpu, written] = [0, 0];
  for (const [index, sample] of samples.entries()) {
    const before = samples[index - 1];
    if (before === undefined) continue;
    const figures = figuresOf(before, sample).watchers.get('box');
    const seconds = sample.time - before.time;
    cpu += ((figures?.cpu ?? 0) / 100) * seconds;
    written += (figures?.written ?? 0) * seconds;
  }
  return {cpu, written};
}

const hasSaid = () => {
  try {
    return readFileSync(said, 'utf8').split(' ').map(Number);
  } catch {
    return null;
  }
};

test(
  'rates times seconds are what the processes used in the end, within two percent, for each of two who listen',
  async () => {
    for (const cluster of clusters) {
      await cluster.fact('sample-received', () => hasSaid() !== null, 0);
      const {number} = (await cluster.fact('sample-received')).sample;
      await cluster.fact('sample-received', ({sample}) => sample.number >= number + 2);
    }
    const [cpu = Number.NaN, written = Number.NaN] = hasSaid() ?? [];
    expect(cpu).toBeGreaterThan(1.9);
    expect(written).toBeGreaterThanOrEqual(10_000_000);
    for (const {facts} of clusters) {
      const used = usedIn(samplesIn(facts));
      // The shell around it, and what was used until the first sample, are some hundredths of a second.
      expect(Math.abs(used.cpu - cpu)).toBeLessThan(0.02 * cpu + 0.1);
      expect(Math.abs(used.written - written)).toBeLessThan(0.02 * written);
    }
  },
  TIMEOUT,
);

test('both hear the same, in order, and neither needs circusd-stats', () => {
  const heard = clusters.map(({facts}) => samplesIn(facts));
  const last = Math.min(...heard.map(samples => samples.at(-1)?.number ?? 0));
  const first = Math.max(...heard.map(samples => samples[0]?.number ?? 0));
  const common = heard.map(samples => samples.filter(({number}) => number >= first && number <= last));
  expect(common[0]?.length).toBeGreaterThan(5);
  expect(common[0]).toEqual(common[1]);
  for (const samples of heard) {
    const numbers = samples.map(({number}) => number);
    expect(numbers).toEqual([...numbers].sort((one, other) => one - other));
  }
  for (const {facts} of clusters) expect(facts.some(({type}) => type === 'statistics-received')).toBe(false);
});
