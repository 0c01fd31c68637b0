import {withDescriptors} from './descriptors.js';
import type {Fleet} from './fleet.js';
import {CIRCUSMAN, openTerminal, type Terminal, type TerminalOptions} from './terminal.js';

/** What circusman needs for a node at most, and for itself. */
const DESCRIPTORS_A_NODE = 12;
const DESCRIPTORS = 200;

/** The command that starts circusman on the first `count` nodes of a fleet; null when this user may not open enough descriptors. */
export function circusmanOn(fleet: Fleet, count: number, ...options: readonly string[]): readonly string[] | null {
  return withDescriptors(count * DESCRIPTORS_A_NODE + DESCRIPTORS, [
    ...CIRCUSMAN,
    ...options,
    ...fleet.operands(count),
  ]);
}

/** Starts it, and resolves once it shows that all of them are online. Throws a sentence when it cannot be started. */
export async function openCircusman(
  fleet: Fleet,
  count: number,
  args: readonly string[] = [],
  options: TerminalOptions = {},
): Promise<Terminal> {
  const command = circusmanOn(fleet, count, ...args);
  if (command === null) throw new Error(`this user may not have the descriptors that ${count} nodes need`);
  const terminal = openTerminal(command, options);
  try {
    await terminal.until(lines => lines.join('\n').includes(` ${count} online`), `${count} nodes online`);
    return terminal;
  } catch (error) {
    await terminal.close();
    throw error;
  }
}
