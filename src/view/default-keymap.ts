import {CHART_KEYS} from './chart-keys.js';
import {COLUMNS_KEYS} from './columns-keys.js';
import {DETECT_KEYS} from './detect-keys.js';
import {DRY_RUN_KEYS} from './dry-run-keys.js';
import {EVENTS_KEYS} from './events-keys.js';
import {GRID_KEYS} from './grid-keys.js';
import {HELP_KEYS} from './help-keys.js';
import {JOBS_KEYS} from './jobs-keys.js';
import {keymapOf} from './keymap.js';
import {LOG_KEYS} from './log-keys.js';
import {NODE_KEYS} from './node-keys.js';

/** The keys of all screens as their tables have them, without the screens themselves: the configuration is checked before those are loaded. */
export const DEFAULT_KEYMAP = keymapOf([
  GRID_KEYS,
  NODE_KEYS,
  DETECT_KEYS,
  EVENTS_KEYS,
  LOG_KEYS,
  CHART_KEYS,
  JOBS_KEYS,
  DRY_RUN_KEYS,
  COLUMNS_KEYS,
  HELP_KEYS,
]);
