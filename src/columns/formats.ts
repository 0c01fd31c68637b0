import {formatBytes} from '../model/figures.js';

/** @returns a load in at most four characters: "0.52", "12.3", "123" */
export function formatLoad(load: number): string {
  if (load < 9.995) return load.toFixed(2);
  return load < 99.95 ? load.toFixed(1) : String(Math.round(load));
}

/** @returns bytes in a second, at most five characters; the column's title says that they are per second: "1.2M", "980K", "0B" */
export function formatRate(bytes: number): string {
  return formatBytes(bytes);
}
