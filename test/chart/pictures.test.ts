import {describe, expect, test} from '@jest/globals';
import type {Style} from '../../src/chart/canvas.js';
import {momentRow} from '../../src/chart/moments.js';
import type {Row} from '../../src/chart/piece.js';
import {axisWidth, drawPlot, type Line} from '../../src/chart/plot.js';
import {highestOf, type Scale, scaleOf} from '../../src/chart/scale.js';
import {timeAxis} from '../../src/chart/time-axis.js';
import {fitText} from '../../src/text/fit-text.js';
import {widthOf} from '../../src/text/width.js';

const NAN = Number.NaN;

function textOf(rows: readonly Row[]): string {
  return rows.map(row => row.map(({text}) => text).join('')).join('\n');
}

/** Values of a function of 0 to 1. */
const curve = (count: number, value: (at: number) => number) =>
  Float64Array.from({length: count}, (_, index) => value(index / (count - 1)));

const WAVE = curve(120, at => 50 + 45 * Math.sin(at * 6));
const SLOPE = curve(120, at => 90 * at);

function picture(
  all: readonly Float64Array[],
  style: Style,
  width = 48,
  height = 8,
  cursor: number | null = null,
): string {
  const lines: readonly Line[] = all.map((values, series) => ({series, values}));
  const scale = scaleOf(highestOf(all), 'percent', Math.max(1, Math.floor(height / 2)));
  return textOf(drawPlot(lines, {width, height, axis: axisWidth(scale), scale, style, cursor}));
}

describe('one series', () => {
  test.each(['braille', 'blocks', 'ascii'] as const)('in %s', style => {
    expect(picture([WAVE], style)).toMatchSnapshot();
  });

  test('nothing known is nothing drawn', () => {
    expect(picture([new Float64Array(60).fill(NAN)], 'braille', 20, 4).replaceAll(/[┤│\d.%\s]/g, '')).toBe('');
  });

  test('a gap is a gap, and one value alone is a dot', () => {
    const values = curve(40, at => (at > 0.3 && at < 0.6 ? NAN : 40));
    values[20] = 80;
    expect(picture([values], 'ascii', 40, 5)).toMatchSnapshot();
  });

  test('fewer values than cells are one line all the same', () => {
    expect(picture([Float64Array.of(10, 80, 40)], 'braille', 24, 5)).toMatchSnapshot();
  });
});

describe('several series', () => {
  test.each(['braille', 'blocks', 'ascii'] as const)('in %s each has its mark or letter', style => {
    expect(picture([WAVE, SLOPE], style)).toMatchSnapshot();
  });

  test('what the cursor is on is reversed', () => {
    const scale = scaleOf(100, 'percent', 2);
    const rows = drawPlot([{series: 0, values: SLOPE}], {
      width: 20,
      height: 4,
      axis: 6,
      scale,
      style: 'braille',
      cursor: 60,
    });
    expect(textOf(rows)).toMatchSnapshot();
    expect(rows.flat().filter(piece => piece.isReversed)).toHaveLength(1);
  });
});

test.each([
  [8, 4],
  [30, 1],
  [0, 4],
  [12, 0],
])('any room is kept to: %d × %d', (width, height) => {
  const scale = scaleOf(100, 'percent', 2);
  const rows = drawPlot([{series: 0, values: WAVE}], {width, height, axis: 6, scale, style: 'braille', cursor: 3});
  expect(rows).toHaveLength(width === 0 ? 0 : height);
  for (const row of rows) expect(widthOf(textOf([row]))).toBe(6 + width);
});

describe('the scale', () => {
  test.each<readonly [number, Scale['unit'], number, Scale]>([
    [87, 'percent', 4, {top: 100, step: 50, unit: 'percent'}],
    [87, 'percent', 5, {top: 100, step: 20, unit: 'percent'}],
    [0, 'percent', 4, {top: 0.5, step: 0.5, unit: 'percent'}],
    [3 * 2 ** 30, 'bytes', 4, {top: 3 * 2 ** 30, step: 2 ** 30, unit: 'bytes'}],
    [5_000_000, 'bytes/s', 4, {top: 6 * 2 ** 20, step: 2 ** 21, unit: 'bytes/s'}],
    [1.7, 'number', 4, {top: 2, step: 0.5, unit: 'number'}],
  ])('of %d %s in %d steps', (highest, unit, steps, scale) => {
    expect(scaleOf(highest, unit, steps)).toEqual(scale);
  });
});

describe('below', () => {
  const at = (time: string) => new Date(`2026-11-28T${time}`).getTime();
  const span = {from: at('10:30:10'), to: at('10:40:10'), width: 60};

  test('the times are round ones', () => {
    expect(textOf(timeAxis(span, 6))).toMatchSnapshot();
  });

  test('the cursor stands on the line', () => {
    const [line = []] = timeAxis(span, 6, 30);
    expect(
      line
        .map(({text}) => text)
        .join('')
        .indexOf('▲'),
    ).toBe(36);
    expect(widthOf(textOf([line]))).toBe(66);
  });

  test('of a minute they have seconds', () => {
    expect(textOf(timeAxis({...span, to: at('10:31:10')}, 6))).toMatchSnapshot();
  });

  test('jobs and marks stand where they were', () => {
    const moments = [
      {at: at('10:32:00'), kind: 'begin', text: '#3 restart neo4j'},
      {at: at('10:33:00'), kind: 'end', text: ''},
      {at: at('10:35:00'), kind: 'mark', text: 'load begins'},
      {at: at('09:00:00'), kind: 'mark', text: 'before'},
    ] as const;
    for (const isAscii of [false, true]) {
      const row = momentRow(moments, span, 6, isAscii, (text, width) => fitText(text, width, '…'));
      expect(textOf([row ?? []])).toMatchSnapshot();
      expect(widthOf(textOf([row ?? []]))).toBe(66);
    }
    expect(momentRow(moments.slice(3), span, 6, false, text => text)).toBeNull();
  });
});
