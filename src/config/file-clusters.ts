import type {NodeSpec} from '../model/node.js';
import {type NamedSets, type NodeSetOptions, parseNodeSet} from '../model/node-set.js';
import {readPlainSet} from '../model/plain-set.js';
import type {FileCluster} from './config.js';
import type {ClusterSource, Placed} from './file-settings.js';

/** The clusters of the file, by name. `problems`: a sentence for each wrong SET in them, with its place. */
interface FileClusters {
  readonly clusters: ReadonlyMap<string, FileCluster>;
  readonly problems: readonly string[];
}

/** Reads the SETs of the clusters. @param defaultPort of nodes that name none, in clusters that name none */
export function readClusters(sources: readonly ClusterSource[], defaultPort: number): FileClusters {
  const problems: string[] = [];
  const clusters = new Map<string, FileCluster>();
  /** Each is read once, however many others name it. */
  const known = new Map<ClusterSource, ClusterNodes>();

  /** @param within the clusters that name each other so far */
  function read(source: ClusterSource, within: readonly string[]): ClusterNodes {
    const before = known.get(source);
    if (before !== undefined) return before;
    const wrong: string[] = [];
    const nodes = nodesOf(source, {defaultPort, named: namedIn([...within, source.name])}, wrong);
    known.set(source, {nodes, wrong});
    return {nodes, wrong};
  }

  /** What `@name` means in the file: another cluster of it. */
  function namedIn(within: readonly string[]): NamedSets {
    return reference => {
      if (reference.includes('/')) return 'files of sets are for the command line and the bar, not for this file';
      const circle = within.includes(reference) ? [...within.slice(within.indexOf(reference)), reference] : null;
      if (circle !== null) return `the clusters ${circle.join(', ')} name each other in a circle`;
      const source = sources.find(({name}) => name === reference);
      if (source === undefined) return `there is no cluster ${reference} in this file`;
      const {nodes, wrong} = read(source, within);
      return wrong.length === 0 ? nodes : `${reference} is wrong itself`;
    };
  }

  for (const source of sources) {
    const {name, place} = source;
    const {nodes, wrong} = read(source, []);
    problems.push(...wrong);
    clusters.set(name, {name, place, nodes: withAddresses(nodes, source, defaultPort, problems)});
  }
  return {clusters, problems};
}

/** What the SETs of a cluster come to, and a sentence for each that is wrong. */
interface ClusterNodes {
  readonly nodes: readonly NodeSpec[];
  readonly wrong: readonly string[];
}

/** So many wrong SETs of one cluster are told at once: for each of them the others are read again. */
const MOST_WRONG = 100;

function nodesOf(
  {name, sets, port, place}: ClusterSource,
  {defaultPort, named}: Required<NodeSetOptions>,
  problems: string[],
): readonly NodeSpec[] {
  const options = {defaultPort: port ?? defaultPort, named};
  let left = sets;
  for (let told = 0; left.length > 0 && told < MOST_WRONG; told++) {
    const whole = left.map(({text}) => text).join(',');
    const plain = readPlainSet(whole, options);
    const read = plain === null ? parseNodeSet(whole, options) : ({ok: true, nodes: plain} as const);
    if (read.ok) {
      if (left !== sets) return [];
      if (read.nodes.length === 0) problems.push(`${place}: clusters.${name}.nodes: this set has no node`);
      return read.nodes;
    }
    const wrong = setAt(read.problem.at, left);
    problems.push(`${wrong?.place ?? place}: clusters.${name}.nodes: ${wrong?.text ?? whole}: ${read.problem.message}`);
    // Without it more may be wrong.
    left = wrong === undefined ? [] : left.filter(set => set !== wrong);
  }
  return [];
}

/** The one in which a place of all of them, joined by commas, is. */
function setAt(at: number, sets: readonly Placed[]): Placed | undefined {
  let end = -1;
  return sets.find(({text}) => {
    end += text.length + 1;
    return at <= end;
  });
}

/** The nodes with the addresses that their peers know them by. */
function withAddresses(
  nodes: readonly NodeSpec[],
  {name, addresses, port}: ClusterSource,
  defaultPort: number,
  problems: string[],
): readonly NodeSpec[] {
  if (addresses.length === 0 || nodes.length === 0) return nodes;
  const known = new Map<string, string>();
  for (const {text, address, place} of addresses) {
    const read = parseNodeSet(text, {defaultPort: port ?? defaultPort});
    const node = read.ok && read.nodes.length === 1 ? nodes.find(({id}) => id === read.nodes[0]?.id) : undefined;
    if (node === undefined) {
      problems.push(`${place}: clusters.${name}.addresses: ${text} is no node of ${name}`);
    } else {
      known.set(node.id, address);
    }
  }
  return nodes.map(node => ({...node, clusterAddress: known.get(node.id) ?? node.clusterAddress}));
}
