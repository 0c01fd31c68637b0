const UNITS = ['', 'K', 'M', 'G'];
const RATE = /^(\d+(?:\.\d+)?)([KMG]?)i?B?(?:\/s)?$/i;

/** What `parseByteRate` takes, for people. */
export const RATES_THERE_ARE = 'a rate is bytes a second, such as 512K, 10M or 10MB; 0 is none';

/**
 * @returns bytes a second of `512K`, `10M`, `10MB`, `1.5GB/s`, in binary units as all figures here; null: `0`, no limit; undefined: it is none of these
 */
export function parseByteRate(text: string): number | null | undefined {
  const [, count, unit = ''] = RATE.exec(text) ?? [];
  if (count === undefined) return undefined;
  const bytes = Number(count) * 1_024 ** UNITS.indexOf(unit.toUpperCase());
  return bytes === 0 ? null : bytes;
}
