import type {WatcherFacts} from '../model/watcher-facts.js';

const UNITS = [
  [3_600_000, 'hours'],
  [60_000, 'minutes'],
  [1_000, 'seconds'],
] as const;
const USUAL = 300_000;

/** How long a crash of the watcher counts: "five minutes", "90 seconds". */
export function crashWindow({crashes}: Pick<WatcherFacts, 'crashes'>): string {
  const {within} = crashes.rule;
  if (within === USUAL) return 'five minutes';
  const [ms, unit] = UNITS.find(([size]) => within % size === 0) ?? [1_000, 'seconds'];
  return within === ms ? `1 ${unit.slice(0, -1)}` : `${within / ms} ${unit}`;
}
