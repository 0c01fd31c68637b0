import {linesForFile} from '../columns/change-choice.js';
import {chosenCellColumns, chosenNodeColumns} from '../columns/choice.js';
import type {CellColumn, NodeColumn} from '../columns/column.js';
import {CELL_COLUMNS, NODE_COLUMNS} from '../columns/table.js';
import {wrapText} from '../text/wrap-text.js';
import {COLUMNS_KEYS} from './columns-keys.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, scrollIn} from './screen.js';
import {spread} from './spread.js';
import type {Span} from './theme.js';

/** Which columns the grid can show, what each is, and which are chosen. */
export const COLUMNS: Screen = {
  ...COLUMNS_KEYS,
  draw,
  searchedIn: null,
  hint: () => null,
};

type Entry = Pick<NodeColumn | CellColumn, 'name' | 'title' | 'about'>;

/** Below this many columns for what it is, there are no titles. */
const SHORTEST_RIGHT = 24;
const longest = (texts: readonly string[]) => Math.max(...texts.map(({length}) => length));
const NAME_WIDTH = longest([...NODE_COLUMNS, ...CELL_COLUMNS].map(({name}) => name));
const TITLE_WIDTH = longest(NODE_COLUMNS.map(({title}) => title));
const MARK_WIDTH = 2;
const GAP = '  ';

function draw({screen}: Scene, {width, height, theme}: Room): Body {
  const line = (spans: readonly Span[]) => spread(spans, [], width, theme);
  const head = (text: string, more: string) =>
    line([
      {text, isBold: true},
      {text: `  ${more}`, tone: 'dim'},
    ]);
  const withTitles = width - MARK_WIDTH - NAME_WIDTH - TITLE_WIDTH - 2 * GAP.length >= SHORTEST_RIGHT;
  const entries = (all: readonly Entry[], chosen: readonly Entry[], hasTitles: boolean) =>
    all.flatMap(column => {
      const mark = chosen.includes(column) ? theme.glyph('mark') : ' ';
      const title = hasTitles ? theme.fit(column.title, TITLE_WIDTH) + GAP : '';
      const left = theme.fit(column.name, NAME_WIDTH) + GAP + title;
      return wrapText(column.about, Math.max(1, width - MARK_WIDTH - left.length)).map((text, index) =>
        line([
          {text: index === 0 ? `${mark} ` : ' '.repeat(MARK_WIDTH), isBold: true},
          {text: index === 0 ? left : ' '.repeat(left.length)},
          {text, tone: 'dim'},
        ]),
      );
    });
  const lines = [
    head('Columns of nodes', 'columns +io -rtt'),
    ...entries(NODE_COLUMNS, chosenNodeColumns(screen.columns), withTitles),
    line([]),
    head("What watchers' cells show", 'columns / +threads -memory'),
    ...entries(CELL_COLUMNS, chosenCellColumns(screen.columns), false),
    line([]),
    head('To keep what is chosen', 'in config.toml, under [grid]'),
    ...linesForFile(screen.columns).flatMap(text =>
      wrapText(text, Math.max(1, width - GAP.length)).map(part => line([{text: GAP + part, tone: 'dim'}])),
    ),
  ];
  const scroll = scrollIn(screen.scrolled, lines.length, height);
  return {parts: [{type: 'lines', lines: lines.slice(scroll.top, scroll.top + height)}], scroll};
}
