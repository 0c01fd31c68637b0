import type {DetectedRow} from '../store/detected.js';
import {EDGE, GAP} from './column-layout.js';
import {addressText, type DetectLayout, STATE} from './detect-columns.js';
import type {Span, Theme} from './theme.js';

const GAP_TEXT = ' '.repeat(GAP);

/** What all rows of one picture share. */
interface RowOptions {
  readonly layout: DetectLayout;
  readonly width: number;
  readonly theme: Theme;
}

/** The line above the rows. */
export function detectHead({layout, width, theme}: RowOptions): string {
  const titles = layout.columns.map(({column: {title, align}, width}) => GAP_TEXT + theme.fit(title, width, {align}));
  const head = ' '.repeat(EDGE) + theme.fit('ADDRESS', layout.address) + titles.join('');
  return theme.paint([{text: theme.fit(head, width), tone: 'dim'}]);
}

/** A circusd that was detected, as one line of exactly the screen's width. */
export function detectRow(
  row: DetectedRow,
  {isHere, isMarked}: {readonly isHere: boolean; readonly isMarked: boolean},
  {layout, width, theme}: RowOptions,
): string {
  // In a narrow window nothing else tells what is known from what is new and not marked.
  const mark = isMarked ? 'mark' : row.known === null ? null : 'absent';
  const edge: readonly Span[] = [
    {text: isHere ? theme.glyph('cursor') : ' ', isBold: true},
    {text: mark === null ? ' ' : theme.glyph(mark), isBold: isMarked},
  ];
  const address: Span = {text: theme.fit(addressText(row), layout.address, {cutAt: 'middle'}), isBold: isHere};
  const cells = layout.columns.flatMap(({column, width}): readonly Span[] => {
    const text = column.text(row, theme) ?? theme.glyph('none');
    const {align, cutAt = 'end'} = column;
    const tone = row.known !== null ? 'dim' : column === STATE ? 'healthy' : 'normal';
    return [{text: GAP_TEXT}, {text: theme.fit(text, width, {align, cutAt}), tone}];
  });
  const used = EDGE + layout.address + layout.columns.reduce((sum, {width}) => sum + GAP + width, 0);
  const rest: Span = {text: ' '.repeat(Math.max(0, width - used))};
  return theme.paint(edge) + theme.paint([address], isHere) + theme.paint([...cells, rest]);
}
