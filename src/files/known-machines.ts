import path from 'node:path';
import type {NodeId} from '../model/node.js';
import {problemOf} from '../model/system-error.js';
import {compactLines} from './compact-lines.js';
import {makeFolder} from './make-folder.js';
import {appendToRegularFile, readRegularFile, withinTime} from './regular-file.js';

/** Which machine was found behind each node, kept from run to run: what `known_hosts` is to ssh. */
export interface KnownMachines {
  /** What is kept now, by node: another circusman may have added to it. `problem`: why not all can be read, for people. */
  readonly read: () => Promise<{readonly machines: ReadonlyMap<NodeId, string>; readonly problem: string | null}>;
  /** Null for a machine: it is forgotten. @returns why it could not be kept, for people; null: it is */
  readonly add: (machines: ReadonlyMap<NodeId, string | null>) => Promise<string | null>;
}

/** `NODE MACHINE`; `NODE -`: which one is forgotten. */
const LINE = /^\s*([^\s#]\S*)\s+([0-9a-f]{16}|-)\s*$/;
const FORGOTTEN = '-';
/** Bytes: twice what the largest cluster has. */
const LONGEST = 8_000_000;
/** From this size on, in bytes, lines that no longer count are removed when one is added. */
const COMPACT_FROM = 1_000_000;
/** How long its disk may take, in ms. */
const WITHIN = 4_000;
/** How many lines are read in one go: keys are handled in between. */
const LINES_AT_ONCE = 5_000;

/**
 * The user's own file. A line is appended in one write and the last one of a node counts, so that programs that write at the
 * same time do not lose each other's lines.
 *
 * @param folder circusman's own for what outlasts a run; null: there is none, and nothing is kept
 */
export function openKnownMachines(folder: string | null): KnownMachines {
  if (folder === null) {
    return {read: async () => ({machines: new Map(), problem: null}), add: async () => null};
  }
  const file = path.join(folder, 'known-machines');
  return {
    read: async () => {
      // Of a file that is too long, the end: the last line of a node counts.
      const found = await readRegularFile(file, {limit: LONGEST, part: 'end'});
      switch (found.kind) {
        case 'missing':
          return {machines: new Map(), problem: null};
        case 'other':
          return {machines: new Map(), problem: `${file} cannot be read: it is ${found.what}, not a plain file`};
        case 'failed':
          return {machines: new Map(), problem: `${file} cannot be read: ${found.problem}`};
        case 'text': {
          const machines = await machinesIn(found.isWhole ? found.text : found.text.slice(found.text.indexOf('\n')));
          return {
            machines,
            problem: found.isWhole ? null : `${file} is longer than 8 MB: take out what is no line of it`,
          };
        }
      }
    },
    add: machines =>
      withinTime(add(folder, file, machines), WITHIN, `${file} cannot be written: its disk does not answer`),
  };
}

async function add(folder: string, file: string, machines: ReadonlyMap<NodeId, string | null>): Promise<string | null> {
  try {
    await makeFolder(folder);
  } catch (error) {
    return `${file} cannot be written: ${problemOf(error)}`;
  }
  const lines = [...machines].map(([node, machine]) => `${node} ${machine ?? FORGOTTEN}\n`);
  // A line that was cut off when it was written must not run into it.
  const problem = await appendToRegularFile(file, `\n${lines.join('')}`, 0o600);
  if (problem !== null) return `${file} cannot be written: ${problem}`;
  await compactLines(file, {from: COMPACT_FROM, longest: LONGEST, compact});
  return null;
}

/** Anything else, such as a comment or a line that was cut off, is skipped. */
async function machinesIn(text: string): Promise<ReadonlyMap<NodeId, string>> {
  const machines = new Map<NodeId, string>();
  const lines = text.split('\n');
  for (const [index, line] of lines.entries()) {
    if (index > 0 && index % LINES_AT_ONCE === 0) await new Promise(resolve => setImmediate(resolve));
    const [, node, machine] = LINE.exec(line) ?? [];
    if (node === undefined || machine === undefined) continue;
    if (machine === FORGOTTEN) machines.delete(node);
    else machines.set(node, machine);
  }
  return machines;
}

/** The same in fewer lines; comments stay, at the top. */
async function compact(text: string): Promise<string> {
  const comments = text.split('\n').filter(line => line.trimStart().startsWith('#'));
  const machines = [...(await machinesIn(text))].map(([node, machine]) => `${node} ${machine}`);
  return `${[...comments, ...machines].join('\n')}\n`;
}
