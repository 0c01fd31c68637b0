const DAY = 86_400_000;
const UNITS: ReadonlyMap<string, number> = new Map([
  ['s', 1_000],
  ['m', 60_000],
  ['h', 3_600_000],
  ['d', DAY],
]);
const AGO = /^-?(?:\d+(?:\.\d+)?[smhd])+$/;
const TIME = /^(\d{1,2}):(\d{2})(?::(\d{2}))?$/;
const DATE = /^(\d{4})-(\d{2})-(\d{2})(?:[ T](\d{1,2}):(\d{2})(?::(\d{2}))?(Z?))?$/;
/** Clocks differ a little: a time of day that is not further ahead is of today. */
const AHEAD = 60_000;

/** What `parseMoment` takes, for people. */
export const MOMENTS_THERE_ARE = 'a time is 10m or 1h30m (so long ago), 10:32, 10:32:05 or 2026-11-28 10:32';

/**
 * A moment as it is typed, by this machine's own time: `10m` and `-10m` ago, the last `10:32` or `10:32:05` there was, `2026-11-28`,
 * `2026-11-28 10:32` (a T may stand between, for shells), with a Z by UTC.
 *
 * @param now milliseconds since 1970
 * @returns milliseconds since 1970; null: it is none of these
 */
export function parseMoment(text: string, now: number): number | null {
  if (AGO.test(text)) return now - agoOf(text);
  const [, hour, minute, second = '0'] = TIME.exec(text) ?? [];
  if (hour !== undefined && minute !== undefined) return lastOfDay(Number(hour), Number(minute), Number(second), now);
  const [, year, month, day, hours = '0', minutes = '0', seconds = '0', zone] = DATE.exec(text) ?? [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const date = [Number(year), Number(month) - 1, Number(day)] as const;
  const time = [Number(hours), Number(minutes), Number(seconds)] as const;
  if (!isTime(...time) || new Date(Date.UTC(...date)).getUTCDate() !== date[2] || date[1] > 11) return null;
  return zone === 'Z' ? Date.UTC(...date, ...time) : new Date(...date, ...time).getTime();
}

function agoOf(text: string): number {
  let ms = 0;
  for (const [, count, unit] of text.matchAll(/(\d+(?:\.\d+)?)([smhd])/g))
    ms += Number(count) * (UNITS.get(unit ?? '') ?? 0);
  return ms;
}

function lastOfDay(hour: number, minute: number, second: number, now: number): number | null {
  if (!isTime(hour, minute, second)) return null;
  const today = new Date(now).setHours(hour, minute, second, 0);
  return today <= now + AHEAD ? today : new Date(now - DAY).setHours(hour, minute, second, 0);
}

function isTime(hour: number, minute: number, second: number): boolean {
  return hour < 24 && minute < 60 && second < 60;
}
