import {expect, test} from '@jest/globals';
import {parseTimePattern, timeOfLine} from '../../src/model/log-time.js';

const HOUR = 3_600_000;
const NEAR = Date.UTC(2026, 2, 5, 12, 0, 0);

function read(pattern: string, line: string, frame = {utcOffset: 0, near: NEAR}): string | null {
  const parsed = parseTimePattern(pattern);
  if (parsed === null) throw new Error(`${pattern} says no time`);
  const at = timeOfLine(line, parsed, frame);
  return at === null ? null : new Date(at).toISOString();
}

test.each([
  ['%Y-%m-%d %H:%M:%S.%f%z', '2026-03-05 10:11:12.345+0000 INFO  Started', '2026-03-05T10:11:12.345Z'],
  ['%Y-%m-%d %H:%M:%S.%f%z', '2026-03-05 10:11:12.345678+01:30 x', '2026-03-05T08:41:12.345Z'],
  ['%Y-%m-%dT%H:%M:%S,%f%z', '2026-03-05T10:11:12,3Z', '2026-03-05T10:11:12.300Z'],
  ['%d/%b/%Y:%H:%M:%S %z', '05/Mar/2026:10:11:12 -0500 GET', '2026-03-05T15:11:12.000Z'],
  ['*%Y-%m-%d %H:%M:%S', '[main] (x) 2026-03-05 10:11:12 a', '2026-03-05T10:11:12.000Z'],
  ['%s.%f', '1772705472.25 x', '2026-03-05T10:11:12.250Z'],
  ['[%s]', '[1772705472] x', '2026-03-05T10:11:12.000Z'],
  ['%b %e %H:%M:%S', 'Mar  5 10:11:12 host x', '2026-03-05T10:11:12.000Z'],
  ['100%% %H:%M:%S', '100% 10:11:12', '2026-03-05T10:11:12.000Z'],
])('%s reads %s', (pattern, line, time) => {
  expect(read(pattern, line)).toBe(time);
});

test('a line without a zone is in the local time of its node', () => {
  expect(read('%Y-%m-%d %H:%M:%S', '2026-03-05 10:11:12', {utcOffset: 2 * HOUR, near: NEAR})).toBe(
    '2026-03-05T08:11:12.000Z',
  );
});

test('a line without a year is of the last such day, one without a day of the last such hour', () => {
  expect(read('%b %e %H:%M:%S', 'Dec 31 23:59:59 x')).toBe('2025-12-31T23:59:59.000Z');
  expect(read('%b %e %H:%M:%S', 'Mar  5 12:00:01 x')).toBe('2026-03-05T12:00:01.000Z');
  expect(read('%H:%M:%S', '11:59:59 x')).toBe('2026-03-05T11:59:59.000Z');
  expect(read('%H:%M:%S', '12:00:01 x')).toBe('2026-03-04T12:00:01.000Z');
});

test('a line that does not begin with the time has none, and what is far behind a prefix is not looked for', () => {
  expect(read('%Y-%m-%d %H:%M:%S', ' 2026-03-05 10:11:12')).toBeNull();
  expect(read('*%Y-%m-%d %H:%M:%S', `${'x'.repeat(300)}2026-03-05 10:11:12`)).toBeNull();
  expect(read('%Y-%m-%d %H:%M:%S', '2026-13-05 10:11:12')).toBeNull();
});

test('a pattern without a time of day is none', () => {
  expect(parseTimePattern('')).toBeNull();
  expect(parseTimePattern('%Y-%m-%d')).toBeNull();
  expect(parseTimePattern('level=')).toBeNull();
});
