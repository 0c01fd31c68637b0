import {readFileSync} from 'node:fs';
import process from 'node:process';
import {descriptorsOfNode} from '../wire/descriptors.js';
import {type OpenFileLimit, refuseForOpenFiles} from '../wording/open-files.js';

/** Why so many nodes cannot be connected to, for people; null: they can. */
export type RoomFor = (nodes: number) => string | null;

/**
 * Node and ZeroMQ have about 30 open themselves; as many again are for what comes and goes: name lookups, files that are
 * read, `ssh`.
 */
const OTHERS = 64;
/** Of these. */
const LEAST_SPARE = 16;
/** The right to raise a limit above the hard one, among Linux's capabilities. */
const CAP_SYS_RESOURCE = 24n;

/** @param also how many more are open for each node, such as the pipe to one that this program has started */
export function roomForNodes({
  wantsStatistics,
  also = 0,
}: {
  readonly wantsStatistics: boolean;
  readonly also?: number;
}): RoomFor {
  const need = {perNode: descriptorsOfNode({wantsStatistics}) + also, others: OTHERS};
  return nodes => refuseForOpenFiles(nodes, need, openFileLimit());
}

/** How many descriptors are free beside those of so many nodes; a few are always. */
export function spareDescriptors(nodes: number, {wantsStatistics}: {readonly wantsStatistics: boolean}): number {
  // One more for each, as of a node that this program has started.
  const taken = nodes * (descriptorsOfNode({wantsStatistics}) + 1) + OTHERS;
  return Math.max(LEAST_SPARE, openFileLimit().limit - taken);
}

/** The limit now: an operator may have raised it from outside. At its start Node raised the soft limit to the hard one. */
function openFileLimit(): OpenFileLimit {
  try {
    const [, soft = ''] = /^Max open files +(\S+)/m.exec(readFileSync('/proc/self/limits', 'utf8')) ?? [];
    return {limit: toLimit(soft), raisedBy: mayRaise() ? 'shell' : 'prlimit'};
  } catch {
    // Not Linux, or no descriptor left to read with.
    return {limit: toLimit(reportedLimit()), raisedBy: process.getuid?.() === 0 ? 'shell' : 'sudo'};
  }
}

/** Anything that is no number means unlimited. */
function toLimit(text: string): number {
  return /^\d+$/.test(text) ? Number(text) : Number.POSITIVE_INFINITY;
}

function mayRaise(): boolean {
  const [, rights = '0'] = /^CapEff:\s*([0-9a-f]+)/m.exec(readFileSync('/proc/self/status', 'utf8')) ?? [];
  return ((BigInt(`0x${rights}`) >> CAP_SYS_RESOURCE) & 1n) === 1n;
}

/** Works on every system; takes 3 ms. */
function reportedLimit(): string {
  // Otherwise the name of each connection would be looked up.
  const report = Object.assign(process.report, {excludeNetwork: true});
  const {userLimits}: {userLimits?: {open_files?: {soft?: unknown}}} = Object(report.getReport());
  return String(userLimits?.open_files?.soft ?? '');
}
