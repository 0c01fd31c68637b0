/**
 * The figures of which there is a history. Of a watcher: CPU in percent of one core, resident bytes, bytes/s from and to storage, each
 * with all that its processes have started.
 */
export const WATCHER_FIGURES = ['cpu', 'memory', 'read', 'written'] as const;
export type WatcherFigure = (typeof WATCHER_FIGURES)[number];

/**
 * Of a node: `cpu` and `memory` of its services together, as of a watcher; all others of the machine: `busy` and `wait` in percent of
 * all cores' time, `load` of the last minute, `used` memory in bytes; `read`, `written`, `received` and `sent` in bytes/s.
 */
export const NODE_FIGURES = [
  'cpu',
  'memory',
  'busy',
  'wait',
  'load',
  'used',
  'read',
  'written',
  'received',
  'sent',
] as const;
export type NodeFigure = (typeof NODE_FIGURES)[number];
