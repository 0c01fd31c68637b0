import type {LogPort} from '../../src/model/log-window.js';

const nothing = () => {};

/** Reads no logs. */
export const NO_LOG: LogPort = {
  open: nothing,
  close: nothing,
  older: nothing,
  newer: nothing,
  toStart: nothing,
  toEnd: nothing,
  toTime: nothing,
  filter: nothing,
  search: nothing,
  endSearch: nothing,
  hold: nothing,
};
