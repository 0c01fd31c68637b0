import {type ActPorts, type KeyBinding, LINES, SCROLL} from './key-binding.js';
import type {ScreenKeys} from './screen-keys.js';

const KEYS: readonly KeyBinding[] = [
  ...LINES,
  {
    name: 'type',
    keys: ['enter'],
    action: {type: 'act', act: typeCommand},
    help: 'Type what runs the file, to look at it once more and begin it',
    label: 'type it without --dry-run',
  },
];

/** The keys of what a file would do. */
export const DRY_RUN_KEYS: ScreenKeys = {
  name: 'dry-run',
  title: 'Below what a file would do',
  keys: KEYS,
  lastKeys: SCROLL,
  opener: null,
  hasJobLine: false,
};

function typeCommand({screen, change}: ActPorts): void {
  const {dryRun} = screen();
  if (dryRun !== null) change({type: 'open-bar', bar: 'command', text: dryRun.command});
}
