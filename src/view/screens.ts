import {CHART} from './chart-screen.js';
import {COLUMNS} from './columns-screen.js';
import {DETECT} from './detect-screen.js';
import {DRY_RUN} from './dry-run-screen.js';
import {EVENTS} from './events-screen.js';
import {GRID} from './grid-screen.js';
import {HELP} from './help-screen.js';
import {JOBS} from './jobs-screen.js';
import {LOG} from './log-screen.js';
import {NODE} from './node-screen.js';
import type {Screen, ScreenTable} from './screen.js';

/** The only list of screens: keys, key line, help, drawing, scrolling and going back come from it. */
const ALL: readonly Screen[] = [GRID, NODE, DETECT, EVENTS, LOG, CHART, JOBS, DRY_RUN, COLUMNS, HELP];

export const SCREENS: ScreenTable = new Map(ALL.map(screen => [screen.name, screen]));
