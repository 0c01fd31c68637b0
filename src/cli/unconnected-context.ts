import type {ParseContext} from '../command/parse.js';
import {commandTable} from '../command/table.js';
import type {Config} from '../config/config.js';
import type {NodeSpec} from '../model/node.js';
import type {Instant} from '../model/time.js';
import {reduce} from '../store/reduce.js';
import {EMPTY_STATE} from '../store/state.js';
import type {Clusters} from './clusters.js';
import type {RoomFor} from './open-files.js';

/** What is known of a cluster before any node of it is asked. */
export interface Unconnected {
  readonly nodes: readonly NodeSpec[];
  readonly config: Config;
  readonly clusters: Clusters;
  readonly roomFor: RoomFor;
  readonly at: Instant;
}

/** What commands are read against then. */
export function unconnectedContext({nodes, config, clusters, roomFor, at}: Unconnected): ParseContext {
  return {
    state: reduce({...EMPTY_STATE, isReadOnly: config.isReadOnly}, [{type: 'cluster-changed', at, nodes}]),
    table: commandTable,
    sets: clusters.sets,
    clusters: clusters.list,
    roomFor,
    marked: null,
    now: at,
  };
}
