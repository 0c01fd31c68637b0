import type {DetectionProgress, FoundNode} from '../../src/model/detection.js';
import type {Fact} from '../../src/model/facts.js';
import {nodeSpec} from '../../src/model/node-spec.js';
import {at} from './cluster-state.js';

const PROGRESS: DetectionProgress = {tried: 0, of: 254, found: 0, others: 0, leftMs: null};

/** Facts of the search for nodes with the id 1, which begins at second 10. */
export function detectionBegan(options: {readonly of?: string; readonly notes?: readonly string[]} = {}): Fact {
  const {of = '10.0.0.1-254', notes = []} = options;
  return {type: 'detection-began', at: at(10), detection: 1, of, progress: PROGRESS, notes};
}

export function detectionProgressed(progress: Partial<DetectionProgress>): Fact {
  return {type: 'detection-progressed', at: at(11), detection: 1, progress: {...PROGRESS, ...progress}};
}

export function detectionFound(...nodes: readonly FoundNode[]): Fact {
  return {type: 'detection-found', at: at(11), detection: 1, nodes};
}

/** At second 12. */
export function detectionEnded(
  progress: Partial<DetectionProgress>,
  state: 'ended' | 'broken-off' = 'ended',
  notes: readonly string[] = [],
): Fact {
  return {type: 'detection-ended', at: at(12), detection: 1, state, progress: {...PROGRESS, ...progress}, notes};
}

/** A stock circusd with two watchers. */
export function foundNode(host: string, more: Partial<FoundNode> = {}): FoundNode {
  return {
    spec: nodeSpec({host}),
    name: null,
    circus: null,
    package: null,
    watchers: 2,
    rtt: 0.4,
    via: 'probe',
    machine: null,
    identity: null,
    bind: null,
    ...more,
  };
}
