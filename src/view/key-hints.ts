import type {KeyBinding} from './key-binding.js';
import {type Keymap, keyOf} from './keymap.js';

/** "; ? shows the keys": how the help is opened from that screen; empty: no key does it. */
export function helpHint(keymap: Keymap, screen: string): string {
  const key = keyOf(keymap, screen, 'help');
  return key === null ? '' : `; ${key} shows the keys`;
}

/** ", such as after : or /": the keys of the grid behind which text is typed; empty: there is none. */
export function barHint(keymap: Keymap): string {
  const keys = ['command', 'filter'].flatMap(name => keyOf(keymap, 'grid', name) ?? []);
  return keys.length === 0 ? '' : `, such as after ${keys.join(' or ')}`;
}

/** How a command is typed on that screen: ":cluster SET", "ctrl-x cluster SET"; null: no key opens the bar there. */
export function typedCommand(keymap: Keymap, screen: string, command: string): string | null {
  const key = keyOf(keymap, screen, 'command');
  return key === null ? null : `${key}${[...key].length === 1 ? '' : ' '}${command}`;
}

/** Whether it opens an empty bar, in which what is typed next belongs. */
export function isBarOpener(binding: KeyBinding | null): boolean {
  const {action} = binding ?? {};
  return action?.type === 'screen' && action.action.type === 'open-bar' && action.action.text === undefined;
}

/** Whether it opens a bar or the help: whoever wanted `esc` first loses nothing by it. */
export function isOpener(binding: KeyBinding | null): boolean {
  return isBarOpener(binding) || (binding?.action.type === 'command' && binding.action.command === 'help');
}
