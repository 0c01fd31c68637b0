import {widthOf} from '../text/width.js';
import {wrapped} from '../text/wrap-text.js';
import type {Bar} from './bar.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

const MOST_ROWS = 8;
const ROWS_OF_WINDOW = 1 / 3;
/** Below so many rows there is room for the bar and what is under it alone. */
const FEWEST_ROWS = 4;
const GAP = 2;
const MARK_WIDTH = 1;
const MOST_EXPLAINED = 3;

/** How many lines at the most stand above the bar. */
export function longestList(height: number): number {
  return height < FEWEST_ROWS ? 0 : Math.min(MOST_ROWS, Math.floor(height * ROWS_OF_WINDOW));
}

interface Entry {
  readonly text: string;
  readonly meaning: string;
}

/** What may be chosen, above the bar: around the chosen one, with what each means, and how many more there are. */
export function barListLines(
  {list}: Bar,
  {width, theme, most}: {readonly width: number; readonly theme: Theme; readonly most: number},
): readonly string[] {
  if (list === null || most === 0) return [];
  const entries: readonly Entry[] =
    list.type === 'completion' ? list.completion.candidates : list.matches.map(text => ({text, meaning: ''}));
  const dim = (text: string) => spread([{text, tone: 'dim'}], [], width, theme);
  if (entries.length === 0)
    return [dim(list.type === 'completion' ? ' nothing fits here' : ' no earlier command has that in it')];
  const explained = explanation(entries[list.chosen ?? -1], width, most, theme);
  const room = most - explained.length;
  const isAll = entries.length <= room || room === 1;
  const rows = isAll ? room : room - 1;
  const chosen = list.chosen ?? 0;
  const first = Math.max(0, Math.min(chosen - Math.floor(rows / 2), entries.length - rows));
  const shown = entries.slice(first, first + rows).map(({text, meaning}) => ({text: theme.printable(text), meaning}));
  const widest = Math.max(...shown.map(({text}) => widthOf(text)));
  // What would be typed comes before what it means.
  const column = Math.min(widest, Math.max(1, width - GAP));
  const lines = shown.map(({text, meaning}, index) => {
    const isChosen = list.chosen === first + index;
    const mark = isChosen ? theme.glyph('cursor') : ' ';
    return spread(
      [
        {text: mark},
        {text: theme.fit(text, column, {cutAt: 'middle'}), isBold: isChosen},
        {text: `  ${meaning}`, tone: 'dim'},
      ],
      [],
      width,
      theme,
    );
  });
  return [
    ...lines,
    ...(isAll ? [] : [dim(` ${first + 1}-${first + rows} of ${entries.length}`)]),
    ...explained.map(text => dim(` ${text}`)),
  ];
}

/** What the chosen one means, where its line has no room for that and there are rows to spare. */
function explanation(entry: Entry | undefined, width: number, most: number, theme: Theme): readonly string[] {
  if (entry === undefined || entry.meaning === '' || most < FEWEST_ROWS) return [];
  const isWhole = MARK_WIDTH + widthOf(theme.printable(entry.text)) + GAP + widthOf(entry.meaning) <= width;
  return isWhole
    ? []
    : wrapped(entry.meaning, width - MARK_WIDTH, Math.min(MOST_EXPLAINED, Math.floor(most / 2)), theme);
}
