import {withDescriptors} from './descriptors.js';
import type {Fleet} from './fleet.js';
import {CIRCUSMAN, openTerminal, type Terminal, type TerminalOptions} from './terminal.js';

/** What circusman needs a node at the most, and some for itself. */
const DESCRIPTORS_A_NODE = 12;
const DESCRIPTORS = 200;

/** The words that start circusman on the first so many nodes of a fleet; null where this user may not have the descriptors for it. */
export function circusmanOn(fleet: Fleet, count: number, ...options: readonly string[]): readonly string[] | null {
  return withDescriptors(count * DESCRIPTORS_A_NODE + DESCRIPTORS, [
    ...CIRCUSMAN,
    ...options,
    ...fleet.operands(count),
  ]);
}

/** Starts it, and resolves once it says that all of them are online. Throws a sentence where it cannot be. */
export async function openCircusman(
  fleet: Fleet,
  count: number,
  words: readonly string[] = [],
  options: TerminalOptions = {},
): Promise<Terminal> {
  const all = circusmanOn(fleet, count, ...words);
  if (all === null) throw new Error(`this user may not have the descriptors that ${count} nodes need`);
  const terminal = openTerminal(all, options);
  try {
    await terminal.until(lines => lines.join('\n').includes(` ${count} online`), `${count} nodes online`);
    return terminal;
  } catch (error) {
    await terminal.close();
    throw error;
  }
}
