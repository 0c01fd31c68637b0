import {formatBytes} from '../model/figures.js';

/** @returns a load in at most four characters: "0.52", "12.3", "123" */
export function formatLoad(load: number): string {
  if (load < 9.995) return load.toFixed(2);
  return load < 99.95 ? load.toFixed(1) : String(Math.round(load));
}

const KILO = 1_024;

/**
 * Bytes in a second as what stands under a title that says so, or before a unit that does, at most five characters: "1.2M", "980K",
 * "0B". Below 10 K in whole ones, so that what a nearly idle network sends does not flicker: "3K", "<1K".
 */
export function formatRate(bytes: number): string {
  if (bytes > 0 && bytes < KILO) return '<1K';
  return bytes > 0 && bytes < 10 * KILO ? `${Math.floor(bytes / KILO)}K` : formatBytes(bytes);
}
