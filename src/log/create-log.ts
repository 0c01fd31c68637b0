import type {LogPort} from '../model/log-window.js';
import {type LogOptions, openReading, type Reading} from './reading.js';

/** Reads the logs of many nodes together: what of them is here is the fact `log-shown`. Nothing of it rejects. */
export function createLog(options: LogOptions): LogPort {
  let reading: Reading | null = null;

  const close = () => {
    if (reading === null) return;
    reading.close();
    reading = null;
    options.emit([{type: 'log-shown', at: options.clock(), log: null}]);
  };

  return {
    open: selection => {
      reading?.close();
      reading = openReading(selection, options);
    },
    close,
    older: () => reading?.older(),
    newer: () => reading?.newer(),
    toStart: () => reading?.toStart(),
    toEnd: () => reading?.toEnd(),
    toTime: at => reading?.toTime(at),
    filter: filter => reading?.filter(filter),
    search: (filter, direction, from) => reading?.search(filter, direction, from),
    endSearch: () => reading?.endSearch(),
    hold: isHeld => reading?.hold(isHeld),
  };
}
