import type {MachineSample, NodeSample, SampledProcess, WatcherSample} from '../../src/model/sample.js';
import type {SampleFact} from '../../src/model/usage-facts.js';
import {at} from './cluster-state.js';

/** A machine that has done nothing since its boot. */
export const MACHINE: MachineSample = {
  cores: 2,
  cpu: {user: 0, system: 0, wait: 0, steal: 0, idle: 0},
  memory: {total: 2 ** 32, available: 2 ** 31},
  swap: {total: 0, free: 0},
  load: [0.5, 0.4, 0.3],
  disks: new Map(),
  networks: new Map(),
};

const NOTHING_USED = {user: 0, system: 0, read: 0, written: 0};

/** The sample of a node that was booted 1,000 s before its sampler began, as far as the test does not say otherwise. */
export function nodeSample(given: Partial<NodeSample> & Pick<NodeSample, 'time'>): NodeSample {
  return {
    life: 'a',
    number: Math.round(given.time),
    uptime: 1_000 + given.time,
    own: {user: 0, system: 0, resident: 2 ** 25, threads: 8},
    machine: MACHINE,
    homes: new Map(),
    watchers: new Map(),
    left: 0,
    ...given,
  };
}

/** A watcher of these processes; those that none of them started circus itself did. */
export function watcherSample(
  processes: readonly SampledProcess[],
  total: Partial<WatcherSample['total']> = {},
  since: number | null = null,
): WatcherSample {
  const sum = (figure: (process: SampledProcess) => number) => processes.reduce((all, each) => all + figure(each), 0);
  const own = processes.filter(({parent}) => parent === 0);
  return {
    total: {...NOTHING_USED, ...total},
    since,
    count: processes.length,
    resident: sum(({resident}) => resident),
    threads: sum(({threads}) => threads),
    newest: own.length === 0 ? null : Math.max(...own.map(({started}) => started)),
    processes,
  };
}

/** A process that circus itself started, 10 s before the sampler began. */
export function sampledProcess(given: Partial<SampledProcess> & Pick<SampledProcess, 'pid'>): SampledProcess {
  return {parent: 0, started: 990, resident: 2 ** 20, threads: 1, ...NOTHING_USED, ...given};
}

/** That the node's sample came, so many seconds after an arbitrary start. */
export function sampleCame(node: string, seconds: number, sample: NodeSample): SampleFact {
  return {type: 'sample-received', at: at(seconds), node, sample};
}
