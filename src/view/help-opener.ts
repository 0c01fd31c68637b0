import type {Opener} from './screen.js';

/** It stands alone, as the first picture has it in its key line and must not wait for the help itself to be loaded. */
export const HELP_OPENER: Opener = {key: '?', command: 'help', label: 'help', isOnFullLine: true};
