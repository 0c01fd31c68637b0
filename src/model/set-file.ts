import {isOfOneLink, parseIPv4, parseIPv6} from './address.js';
import type {NodeId, NodeSpec} from './node.js';
import {formatNodeSet, type NodeSetOptions, parseNodeSet} from './node-set.js';
import {nodeSpec} from './node-spec.js';
import {readPlainSet} from './plain-set.js';

/** The nodes of a file of sets; or what is wrong with it, in one sentence, and in which line (from 1). */
type SetFileResult =
  | {readonly ok: true; readonly nodes: readonly NodeSpec[]}
  | {readonly ok: false; readonly message: string; readonly line: number};

interface Line {
  readonly set: string;
  /** The address that peers use for the line's one node; null: the usual one. */
  readonly address: string | null;
  /** From 1. */
  readonly number: number;
}

/** `node1.lab as 192.168.0.1` */
const AS = /^(\S+)\s+as\s+(\S+)$/;
const COMMENT = /(?:^|\s)#.*$/;

/**
 * Reads a file of sets, one a line, which means what they would joined by commas. `node1.lab as 192.168.0.1` says by which
 * address its peers know a node. Behind a `#` at the start of a line, or with a space before it, is a comment.
 */
export function parseSetFile(text: string, options: NodeSetOptions): SetFileResult {
  const lines = linesOf(text);
  const crowded = lines.find(({set}) => /\s/.test(set));
  if (crowded !== undefined) return wrong(`a line has one set, not "${crowded.set}"`, crowded);
  if (lines.length === 0) return {ok: true, nodes: []};
  const set = lines.map(line => line.set).join(',');
  const plain = readPlainSet(set, options);
  const parsed = plain === null ? parseNodeSet(set, options) : {ok: true as const, nodes: plain};
  if (!parsed.ok) return wrong(parsed.problem.message, lineAt(lines, parsed.problem.at));
  const addresses = new Map<NodeId, string>();
  for (const line of lines) {
    if (line.address === null) continue;
    const named = parseNodeSet(line.set, options);
    const [node, another] = named.ok ? named.nodes : [];
    if (node === undefined || another !== undefined)
      return wrong(`before "as" there is one node, not ${line.set}`, line);
    if ((parseIPv4(line.address) ?? parseIPv6(line.address)) === null) {
      return wrong(`"${line.address}" is no address`, line);
    }
    if (isOfOneLink(line.address)) {
      return wrong(`${line.address} is an address of one link alone, which means nothing to its peers`, line);
    }
    addresses.set(node.id, line.address);
  }
  const withAddress = (node: NodeSpec) => ({...node, clusterAddress: addresses.get(node.id) ?? node.clusterAddress});
  return {ok: true, nodes: addresses.size === 0 ? parsed.nodes : parsed.nodes.map(withAddress)};
}

/** The text of a file that `parseSetFile` reads as these nodes, where the command port of those that name none is 5555. */
export function formatSetFile(nodes: readonly NodeSpec[]): string {
  const lines: string[] = [];
  let usual: NodeSpec[] = [];
  const flush = () => {
    if (usual.length > 0) lines.push(...formatNodeSet(usual).split(','));
    usual = [];
  };
  for (const node of nodes) {
    if (node.clusterAddress === usualAddress(node)) {
      usual.push(node);
      continue;
    }
    flush();
    lines.push(`${formatNodeSet([node])} as ${node.clusterAddress}`);
  }
  flush();
  return lines.map(line => `${line}\n`).join('');
}

function usualAddress({socket, host}: NodeSpec): string | null {
  return socket === undefined ? nodeSpec({host}).clusterAddress : null;
}

function linesOf(text: string): readonly Line[] {
  return text.split(/\r?\n|\r/).flatMap((whole, index) => {
    const line = whole.replace(COMMENT, '').trim();
    const [, set = line, address = null] = AS.exec(line) ?? [];
    return line === '' ? [] : [{set, address, number: index + 1}];
  });
}

/** The line in which a place of the joined sets is. */
function lineAt(lines: readonly Line[], at: number): Line | undefined {
  let start = 0;
  return lines.find(({set}) => {
    start += set.length + 1;
    return at < start;
  });
}

function wrong(message: string, line: Line | undefined): SetFileResult {
  return {ok: false, message, line: line?.number ?? 1};
}
