import type {NodeSample} from '../../src/model/sample.js';
import {reduce} from '../../src/store/reduce.js';
import type {State} from '../../src/store/state.js';
import {at, clusterState} from './cluster-state.js';
import {MACHINE, nodeSample, sampleCame, sampledProcess, watcherSample} from './node-sample.js';
import {HEALTH} from './sample-node-info.js';

const M = 2 ** 20;

/** What a machine and its neo4j did within one second. */
interface Second {
  readonly read: number;
  readonly written: number;
  readonly received: number;
  readonly sent: number;
  /** Percent of all cores' time. */
  readonly wait: number;
  readonly load: number;
  readonly threads: number;
  /** Null: it may not be read. */
  readonly ofNeo4j: {readonly read: number; readonly written: number} | null;
  /** Seconds since it was started. */
  readonly age: number;
  readonly restarts: number;
}

/** Two nodes with samples, one busy and one nearly idle, a stock circusd, and one that never answered, ten seconds after their start. */
export function sampledCluster(): State {
  const state = clusterState({
    busy: {neo4j: 'running', titan: 'stopped'},
    idle: {neo4j: 'running'},
    stock: {neo4j: 'running'},
    gone: null,
  });
  return reduce(state, [
    ...did('busy', {
      read: 120 * M,
      written: 40 * M,
      received: 3.5 * M,
      sent: 900_000,
      wait: 31,
      load: 7.25,
      threads: 731,
      ofNeo4j: {read: 110 * M, written: 0},
      age: 43,
      restarts: 4,
    }),
    ...did('idle', {
      read: 0,
      written: 4_096,
      received: 700,
      sent: 1_500,
      wait: 0,
      load: 0.04,
      threads: 37,
      ofNeo4j: null,
      age: 7_300,
      restarts: 0,
    }),
    {type: 'processes-read', at: at(3), node: 'stock', watcher: 'neo4j', nodeTime: 103, pids: [7]},
  ]);
}

function did(node: string, second: Second) {
  const {restarts} = second;
  return [
    {
      type: 'processes-read' as const,
      at: at(3),
      node,
      watcher: 'neo4j',
      nodeTime: 103,
      pids: [7],
    },
    {
      type: 'health-read' as const,
      at: at(4),
      node,
      nodeTime: 104,
      health: new Map([['neo4j', {...HEALTH, restarts}]]),
    },
    sampleCame(node, 8, sampleAt(8, 0, second)),
    sampleCame(node, 9, sampleAt(9, 1, second)),
  ];
}

/** The sample after so many seconds of that. */
function sampleAt(time: number, seconds: number, second: Second): NodeSample {
  const {read, written, received, sent, wait, load, threads, ofNeo4j, age} = second;
  const used = (rate: number | undefined) => (rate === undefined ? null : rate * seconds);
  const process = sampledProcess({pid: 7, started: 1_009 - age, resident: 512 * M, threads});
  const user = 0.22 * seconds;
  return nodeSample({
    time,
    machine: {
      ...MACHINE,
      cpu: {user: 0, system: 0, wait: (wait / 100) * seconds, steal: 0, idle: (1 - wait / 100) * seconds},
      load: [load, load, load],
      disks: new Map([['vda', {read: read * seconds, written: written * seconds, busy: 0}]]),
      networks: new Map([['eth0', {received: received * seconds, sent: sent * seconds}]]),
    },
    watchers: new Map([
      ['neo4j', watcherSample([process], {user, read: used(ofNeo4j?.read), written: used(ofNeo4j?.written)})],
    ]),
  });
}
