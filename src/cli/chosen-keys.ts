import type {Config} from '../config/config.js';
import {DEFAULT_KEYMAP} from '../view/default-keymap.js';
import type {Keymap} from '../view/keymap.js';
import {rebind} from '../view/rebind.js';

/** The keys that are in force with those of the configuration; where these are wrong, the usual ones, and a sentence for each problem. */
export function chosenKeys({keys}: Pick<Config, 'keys'>): {
  readonly keymap: Keymap;
  readonly problems: readonly string[];
} {
  if (keys.length === 0) return {keymap: DEFAULT_KEYMAP, problems: []};
  const rebound = rebind(DEFAULT_KEYMAP, keys);
  if (rebound.ok) return {keymap: rebound.keymap, problems: []};
  const problems = rebound.problems.map(
    ({choice: {place, screen, name}, message}) => `${place}: keys.${screen}.${name}: ${message}`,
  );
  return {keymap: DEFAULT_KEYMAP, problems};
}
