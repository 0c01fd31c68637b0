const UNITS = ['', 'K', 'M', 'G'];
const RATE = /^(\d+(?:\.\d+)?)([KMG]?)i?B?(?:\/s)?$/i;
const UNLIMITED = 'unlimited';

/** What `parseByteRate` takes, for people. */
export const RATES_THERE_ARE = 'a rate is bytes a second, such as 512K, 10M or 10MB, or unlimited';

/**
 * @returns bytes a second of `512K`, `10M`, `10MB`, `1.5GB/s`, in binary units as all figures here; null: `unlimited`; undefined: it is none of these
 */
export function parseByteRate(text: string): number | null | undefined {
  if (text === UNLIMITED) return null;
  const [, count, unit = ''] = RATE.exec(text) ?? [];
  if (count === undefined) return undefined;
  const bytes = Number(count) * 1_024 ** UNITS.indexOf(unit.toUpperCase());
  // Nothing would ever come.
  return bytes >= 1 && Number.isFinite(bytes) ? bytes : undefined;
}
