import type {Opener} from './screen-keys.js';

/**
 * What opens screens from others, in the order of the help. It stands apart from their keys: the first picture has some of these in
 * its key line, and must not wait for what the other keys do.
 */
export const OPENERS = {
  events: {key: 'e', command: 'events', label: null, isOnFullLine: false},
  jobs: {key: 'J', command: 'jobs', label: 'jobs', isOnFullLine: false},
  help: {key: '?', command: 'help', label: 'help', isOnFullLine: true},
} satisfies Readonly<Record<string, Opener>>;
