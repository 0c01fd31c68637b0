import {appendFile, mkdir, readFile} from 'node:fs/promises';
import path from 'node:path';
import type {NodeId} from '../model/node.js';
import {codeOf, fileProblem} from './file-problem.js';

/** Which machine was found behind each node, kept from run to run: what `known_hosts` is to ssh. */
export interface KnownMachines {
  /** What is kept now, by node: another circusman may have added to it. `problem`: why it cannot be read, for people. */
  readonly read: () => Promise<{readonly machines: ReadonlyMap<NodeId, string>; readonly problem: string | null}>;
  /** Null for a machine: it is forgotten. @returns why it could not be kept, for people; null: it is */
  readonly add: (machines: ReadonlyMap<NodeId, string | null>) => Promise<string | null>;
}

/** `NODE MACHINE`; `NODE -`: which one is forgotten. */
const LINE = /^(\S+)\s+([0-9a-f]{16}|-)$/;
const FORGOTTEN = '-';

/**
 * The user's own file. A line is appended in one write and the last one of a node counts, so that programs that write at the
 * same time lose nothing of each other.
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
      try {
        return {machines: machinesIn(await readFile(file, 'utf8')), problem: null};
      } catch (error) {
        const problem = codeOf(error) === 'ENOENT' ? null : `${file} cannot be read: ${fileProblem(error)}`;
        return {machines: new Map(), problem};
      }
    },
    add: async machines => {
      try {
        await mkdir(folder, {recursive: true, mode: 0o700});
        const lines = [...machines].map(([node, machine]) => `${node} ${machine ?? FORGOTTEN}\n`);
        // What somebody before could not write to its end must not run into it.
        await appendFile(file, `\n${lines.join('')}`, {mode: 0o600});
        return null;
      } catch (error) {
        return `${file} cannot be written: ${fileProblem(error)}`;
      }
    },
  };
}

/** What is no line of it, such as a comment or one that was cut off, says nothing. */
function machinesIn(text: string): ReadonlyMap<NodeId, string> {
  const machines = new Map<NodeId, string>();
  for (const line of text.split('\n')) {
    const [, node, machine] = LINE.exec(line.trim()) ?? [];
    if (node === undefined || machine === undefined || node.startsWith('#')) continue;
    if (machine === FORGOTTEN) machines.delete(node);
    else machines.set(node, machine);
  }
  return machines;
}
