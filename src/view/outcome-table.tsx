import {Text} from 'ink';
import {Table} from 'ink-table';
import type {ReactNode} from 'react';
import type {OutcomeGroup} from '../store/outcome-groups.js';
import {widthOf} from './fit-text.js';
import type {Theme} from './theme.js';

/** Columns that the table itself needs beside what stands in its cells: five borders, and one space at either side of four cells. */
const FRAME_WIDTH = 5 + 4 * 2;
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

/** What came of a job's targets, identical outcomes in one row. */
export function OutcomeTable(props: {
  readonly groups: readonly OutcomeGroup[];
  readonly width: number;
  readonly theme: Theme;
}) {
  const {groups, width, theme} = props;
  const longest = (texts: readonly string[], shortest: number) => Math.max(shortest, ...texts.map(widthOf));
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
  const data = groups.map(group => ({
    nodes: theme.fit(group.nodes, nodes),
    watcher: theme.fit(group.watcher ?? '', watcher),
    targets: theme.fit(String(group.count), SHORTEST.targets, {align: 'right'}),
    outcome: theme.fit(group.text, Math.max(1, room - nodes)),
  }));
  const parts = PARTS.get(theme) ?? makeParts(theme);
  return <Table data={data} columns={['nodes', 'watcher', 'targets', 'outcome']} {...parts} />;
}

type Part = (props: {readonly children?: ReactNode}) => ReactNode;
interface Parts {
  readonly header: Part;
  readonly cell: Part;
  readonly skeleton: Part;
}

/** The same components for the same theme: new ones each time would be new elements to React. */
const PARTS = new WeakMap<Theme, Parts>();

function makeParts(theme: Theme): Parts {
  const text = (children: ReactNode) => (typeof children === 'string' ? theme.plain(children) : children);
  const parts: Parts = {
    header: ({children}) => <Text>{theme.paint([{text: String(text(children)), isBold: true}])}</Text>,
    cell: ({children}) => <Text>{text(children)}</Text>,
    skeleton: ({children}) => <Text>{theme.paint([{text: String(text(children)), tone: 'dim'}])}</Text>,
  };
  PARTS.set(theme, parts);
  return parts;
}
