import type {ScreenPort} from './ports.js';

const nothing = () => {};

/** For programs without a screen: commands on it are refused before, or do nothing. */
export const NO_SCREEN: ScreenPort = {
  show: nothing,
  quit: nothing,
  filter: nothing,
  sort: nothing,
  columns: nothing,
  events: nothing,
  node: nothing,
  detect: nothing,
  log: nothing,
  chart: nothing,
  dryRun: nothing,
  note: nothing,
  readOnly: nothing,
};
