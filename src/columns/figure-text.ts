/** How figures are written in filters: what stands behind the operator, as a number; null: it is none. */
export type ReadFigure = (text: string) => number | null;

const BYTE_UNITS: Units = new Map([
  ['', 1],
  ['k', 2 ** 10],
  ['m', 2 ** 20],
  ['g', 2 ** 30],
  ['t', 2 ** 40],
]);

/** In seconds; a bare number is seconds. As the screen writes ages, and shorter. */
const TIME_UNITS: Units = new Map([
  ['', 1],
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['min', 60],
  ['h', 3_600],
  ['d', 86_400],
]);

type Units = ReadonlyMap<string, number>;

const NO_UNITS: Units = new Map([['', 1]]);

/** `4`, `0.5`. */
export const PLAIN: ReadFigure = text => numberIn(NO_UNITS, text);

/** `80`, `80%`. */
export const PERCENT: ReadFigure = text => numberIn(NO_UNITS, text.replace(/%$/, ''));

/** `10`, `10ms`. */
export const MILLISECONDS: ReadFigure = text => numberIn(NO_UNITS, text.replace(/ms$/i, ''));

/** `512M`, `1.5G`, `1.5GiB`, of rates also `10M/s`; a bare number is bytes. */
export const BYTES: ReadFigure = text => numberIn(BYTE_UNITS, text.replace(/\/s$/i, '').replace(/i?b$/i, ''));

/** `30s`, `5m`, `2h`, `1d`: seconds. */
export const DURATION: ReadFigure = text => numberIn(TIME_UNITS, text);

function numberIn(units: Units, text: string): number | null {
  const match = /^(\d+(?:\.\d+)?)([a-z]*)$/i.exec(text);
  const unit = units.get(match?.[2]?.toLowerCase() ?? '');
  return match === null || unit === undefined ? null : Number(match[1]) * unit;
}
