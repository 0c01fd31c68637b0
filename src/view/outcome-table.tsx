import {Text} from 'ink';
import {Table} from 'ink-table';
import {createContext, type ReactNode, useContext} from 'react';
import {widthOf} from '../text/width.js';
import type {OutcomeGroup} from '../wording/outcome-groups.js';
import type {Theme} from './theme.js';

const COLUMNS = ['nodes', 'watcher', 'targets', 'outcome'] as const;
type Column = (typeof COLUMNS)[number];

/** Spaces at either side of what stands in a cell. */
const PADDING = 1;
/** Columns of the screen that the table itself needs beside what stands in its cells: its borders, and the spaces. */
const FRAME_WIDTH = COLUMNS.length + 1 + COLUMNS.length * 2 * PADDING;
const SHORTEST = {nodes: 5, watcher: 7, targets: 7} as const;
const LONGEST_WATCHER = 20;

/** Lines that the table takes: the head, and each row with the rule above it. */
export function tableHeight(rows: number): number {
  return 3 + 2 * rows;
}

/** How many rows a table of so many lines has. */
export function tableRows(height: number): number {
  return Math.max(0, Math.floor((height - 3) / 2));
}

/** How wide the cells are in which all these outcomes stand, whichever of them are shown. */
export function tableWidths(groups: readonly OutcomeGroup[], width: number, theme: Theme): Widths {
  const longest = (texts: readonly string[], shortest: number) =>
    Math.max(shortest, ...texts.map(text => widthOf(theme.printable(text))));
  const watcher = Math.min(
    LONGEST_WATCHER,
    longest(
      groups.map(group => group.watcher ?? ''),
      SHORTEST.watcher,
    ),
  );
  const room = width - FRAME_WIDTH - watcher - SHORTEST.targets;
  const nodes = Math.min(
    longest(
      groups.map(group => group.nodes),
      SHORTEST.nodes,
    ),
    Math.floor(room / 2),
  );
  return {nodes, watcher, targets: SHORTEST.targets, outcome: Math.max(1, room - nodes)};
}

/** Whether something in the row of an outcome has no room in its cell. */
export function isCut({nodes, watcher, text}: OutcomeGroup, widths: Widths, theme: Theme): boolean {
  const isLonger = (one: string, width: number) => widthOf(theme.printable(one)) > width;
  return isLonger(nodes, widths.nodes) || isLonger(watcher ?? '', widths.watcher) || isLonger(text, widths.outcome);
}

/** What came of a job's targets, identical outcomes in one row. */
export function OutcomeTable(props: {
  readonly groups: readonly OutcomeGroup[];
  readonly widths: Widths;
  readonly theme: Theme;
}) {
  const {groups, widths, theme} = props;
  const data = groups.map(group => ({
    nodes: theme.fit(group.nodes, widths.nodes),
    watcher: theme.fit(group.watcher ?? '', widths.watcher),
    targets: theme.fit(String(group.count), widths.targets, {align: 'right'}),
    outcome: theme.fit(group.text, widths.outcome),
  }));
  const parts = PARTS.get(theme) ?? makeParts(theme);
  return (
    <WidthsContext value={widths}>
      <Table data={data} columns={[...COLUMNS]} padding={PADDING} {...parts} />
    </WidthsContext>
  );
}

/** Columns of the screen that stand between the spaces of a cell. */
export type Widths = Readonly<Record<Column, number>>;

/** The table pads its cells by their code units, so each is made anew in the columns that it is to take. */
const WidthsContext = createContext<Widths>({nodes: 0, watcher: 0, targets: 0, outcome: 0});

interface PartProps {
  readonly children?: ReactNode;
  /** Which cell of a line; absent: a border between two. */
  readonly column?: number;
}
type Part = (props: PartProps) => ReactNode;
interface Parts {
  readonly header: Part;
  readonly cell: Part;
  readonly skeleton: Part;
}

/** The same components for the same theme: new ones each time would be new elements to React. */
const PARTS = new WeakMap<Theme, Parts>();

function makeParts(theme: Theme): Parts {
  const part =
    (paint: (text: string) => string): Part =>
    ({children, column}) => {
      const width = useCellWidth(column);
      const text = typeof children === 'string' ? children : '';
      return <Text>{paint(width === null ? theme.printable(text) : inColumns(text, width, theme))}</Text>;
    };
  const parts: Parts = {
    header: part(text => theme.paint([{text, isBold: true}])),
    cell: part(text => text),
    skeleton: part(text => theme.paint([{text, tone: 'dim'}])),
  };
  PARTS.set(theme, parts);
  return parts;
}

/** Columns of the whole cell, its spaces among them; null for a border between two. */
function useCellWidth(column: number | undefined): number | null {
  const widths = useContext(WidthsContext);
  const name = column === undefined ? undefined : COLUMNS[column];
  return name === undefined ? null : widths[name] + 2 * PADDING;
}

/** A cell in exactly so many columns: the line of a border, or a text and its spaces. */
function inColumns(text: string, width: number, theme: Theme): string {
  return text.startsWith(RULE) ? theme.printable(RULE.repeat(width)) : theme.fit(text.trimEnd(), width);
}

/** What the table draws its horizontal borders with. */
const RULE = '─';
