import path from 'node:path';
import {problemOf} from '../model/system-error.js';
import {compactLines} from './compact-lines.js';
import {makeFolder} from './make-folder.js';
import {appendToRegularFile, readRegularFile, withinTime} from './regular-file.js';

/** The commands that were typed, kept from run to run. */
export interface BarHistory {
  /** The last ones, oldest first, each once. `problem`: why they cannot be read, for people. */
  readonly read: () => Promise<{readonly commands: readonly string[]; readonly problem: string | null}>;
  /** Keeps a command behind those that were added before. @returns why it could not be kept, for people; null: it is */
  readonly add: (command: string) => Promise<string | null>;
  /** Resolves when all that was added is in the file, or is given up. */
  readonly written: () => Promise<void>;
}

/** How many commands are read. */
const MOST = 1_000;
/** Characters: longer ones cannot be typed either. */
const LONGEST_COMMAND = 4_096;
/** Bytes: from this size on, what is too old to be read is removed when a command is added. */
const COMPACT_FROM = 512 * 1_024;
/** Bytes: no more of the file is read, and a longer one is nobody's history. */
const LONGEST = 8_000_000;
/** Characters that compacting leaves. */
const LEFT = COMPACT_FROM / 4;
/** How long its disk may take, in ms. */
const WITHIN = 4_000;

/**
 * The user's own file: a JSON string a line, each appended in one write, so that programs that write at the same time do not lose each
 * other's.
 *
 * @param folder circusman's own for what outlasts a run; null: there is none, and nothing is kept
 */
export function openBarHistory(folder: string | null): BarHistory {
  if (folder === null) {
    return {
      read: async () => ({commands: [], problem: null}),
      add: async () => null,
      written: async () => {},
    };
  }
  const file = path.join(folder, 'history');
  let last: Promise<unknown> = Promise.resolve();
  return {
    read: async () => {
      const found = await readRegularFile(file, {limit: LONGEST, part: 'end'});
      switch (found.kind) {
        case 'missing':
          return {commands: [], problem: null};
        case 'other':
          return {commands: [], problem: `${file} cannot be read: it is ${found.what}, not a plain file`};
        case 'failed':
          return {commands: [], problem: `${file} cannot be read: ${found.problem}`};
        case 'text':
          return {commands: commandsIn(found.text).slice(-MOST), problem: null};
      }
    },
    add: command => {
      if (command.length > LONGEST_COMMAND) return Promise.resolve(null);
      const added = last.then(() =>
        withinTime(add(folder, file, command), WITHIN, `${file} cannot be written: its disk does not answer`),
      );
      last = added;
      return added;
    },
    written: () =>
      withinTime(
        last.then(() => {}),
        WITHIN,
        undefined,
      ),
  };
}

async function add(folder: string, file: string, command: string): Promise<string | null> {
  try {
    await makeFolder(folder);
  } catch (error) {
    return `${file} cannot be written: ${problemOf(error)}`;
  }
  // A line that was cut off when it was written must not run into it.
  const problem = await appendToRegularFile(file, `\n${JSON.stringify(command)}\n`, 0o600);
  if (problem !== null) return `${file} cannot be written: ${problem}`;
  await compactLines(file, {from: COMPACT_FROM, longest: LONGEST, compact});
  return null;
}

/** Each once, in the order of its last time. What is no command, such as a line that was cut off, is skipped. */
function commandsIn(text: string): readonly string[] {
  const commands = new Set<string>();
  for (const line of text.split('\n')) {
    const command = commandOf(line);
    if (command === null) continue;
    commands.delete(command);
    commands.add(command);
  }
  return [...commands];
}

function commandOf(line: string): string | null {
  if (!line.startsWith('"')) return null;
  try {
    const value: unknown = JSON.parse(line);
    const isCommand = typeof value === 'string' && value.length <= LONGEST_COMMAND && !/[\p{Cc}\p{Cs}]/u.test(value);
    return isCommand ? value : null;
  } catch {
    return null;
  }
}

async function compact(text: string): Promise<string> {
  const lines: string[] = [];
  let length = 0;
  for (const command of commandsIn(text).slice(-MOST).toReversed()) {
    const line = JSON.stringify(command);
    length += line.length + 1;
    if (length > LEFT) break;
    lines.push(line);
  }
  return `${lines.toReversed().join('\n')}\n`;
}
