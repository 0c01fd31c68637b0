/** How the lines of a log begin with their time. */
export interface TimePattern {
  readonly expression: RegExp;
  /** What each group of the expression is, as its letter in the pattern. */
  readonly groups: readonly string[];
}

/** What a line does not say of its time itself. */
export interface TimeFrame {
  /** Milliseconds that the node's local time is ahead of UTC: what a line without a zone is in. */
  readonly utcOffset: number;
  /** A moment at or after the line, ms since 1970: a line without a year, or without a day, is the last such one before it. */
  readonly near: number;
}

const DAY = 86_400_000;
/** Beyond it a text is not looked through for a time behind a prefix. */
const LONGEST_PREFIX = 200;
/** A time is no longer than this. */
const LONGEST_TIME = 100;

const MONTHS = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

const DIRECTIVES: Readonly<Record<string, string>> = {
  Y: '(\\d{4})',
  m: '(\\d{1,2})',
  d: '(\\d{1,2})',
  e: ' ?(\\d{1,2})',
  b: '([A-Za-z]{3})',
  H: '(\\d{1,2})',
  M: '(\\d{2})',
  S: '(\\d{2})',
  f: '(\\d+)',
  z: '(Z|[+-]\\d{2}:?\\d{2})',
  s: '(\\d{1,12})',
};

/**
 * Reads a pattern as `service.toml` has it: strftime's %Y %m %d %e %b %H %M %S %f %z %s, and all else as it stands; `*` at its
 * begin: the time stands behind a prefix. Null where it says no time.
 */
export function parseTimePattern(pattern: string): TimePattern | null {
  const isBehindPrefix = pattern.startsWith('*');
  const groups: string[] = [];
  let source = isBehindPrefix ? '' : '^';
  for (const [part, letter] of pattern.slice(isBehindPrefix ? 1 : 0).matchAll(/%(.)|[^%]+|%$/gs)) {
    const directive = letter === undefined ? undefined : DIRECTIVES[letter];
    if (letter !== undefined && directive !== undefined) {
      groups.push(letter);
      source += directive;
    } else {
      source += asItStands(letter ?? part);
    }
  }
  const isTime = groups.includes('s') || groups.includes('H');
  return isTime ? {expression: new RegExp(source), groups} : null;
}

function asItStands(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}

/** When the line was written, ms since 1970 on the clock of who wrote it; null: it does not say. */
export function timeOfLine(line: string, {expression, groups}: TimePattern, frame: TimeFrame): number | null {
  const match = expression.exec(line.slice(0, LONGEST_PREFIX + LONGEST_TIME));
  if (match === null || match.index > LONGEST_PREFIX) return null;
  const read: Partial<Record<string, string>> = {};
  for (let index = 0; index < groups.length; index++) read[groups[index] ?? ''] = match[index + 1];
  const fraction = read.f === undefined ? 0 : Number(`0.${read.f}`) * 1_000;
  if (read.s !== undefined) return Number(read.s) * 1_000 + Math.floor(fraction);
  const offset = read.z === undefined ? frame.utcOffset : zoneOffset(read.z);
  const ofDay = (Number(read.H ?? 0) * 60 + Number(read.M ?? 0)) * 60_000 + Number(read.S ?? 0) * 1_000;
  const day = startOfDay(read, {offset, ofDay, near: frame.near});
  return day === null ? null : day + ofDay + Math.floor(fraction) - offset;
}

/** Milliseconds since 1970, as if the day were UTC's; null: there is no such day. */
function startOfDay(
  read: Partial<Record<string, string>>,
  {offset, ofDay, near}: {readonly offset: number; readonly ofDay: number; readonly near: number},
): number | null {
  const local = near + offset;
  const dayOfMonth = read.d ?? read.e;
  const month = read.m === undefined ? MONTHS.indexOf(read.b?.toLowerCase() ?? '') : Number(read.m) - 1;
  if (dayOfMonth === undefined || month < 0) {
    const today = Math.floor(local / DAY) * DAY;
    return today + ofDay <= local ? today : today - DAY;
  }
  if (month > 11) return null;
  if (read.Y !== undefined) return Date.UTC(Number(read.Y), month, Number(dayOfMonth));
  const year = new Date(local).getUTCFullYear();
  const inYear = Date.UTC(year, month, Number(dayOfMonth));
  // Clocks differ a little: what seems to be of tomorrow is not of last year.
  return inYear + ofDay <= local + DAY ? inYear : Date.UTC(year - 1, month, Number(dayOfMonth));
}

function zoneOffset(zone: string): number {
  if (zone === 'Z') return 0;
  const digits = zone.replace(':', '');
  const minutes = Number(digits.slice(1, 3)) * 60 + Number(digits.slice(3, 5));
  return (zone.startsWith('-') ? -minutes : minutes) * 60_000;
}
