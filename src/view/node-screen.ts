import {formatRoundTrip} from '../model/figures.js';
import type {NodeRow} from '../store/state.js';
import {cutPainted} from '../text/fit-text.js';
import {describeNode} from '../wording/display-state.js';
import {NARROWEST} from './column-layout.js';
import {footerLine} from './footer-line.js';
import {cursorNode, cursorRow} from './grid-cursor.js';
import {keyOf} from './keymap.js';
import {NODE_KEYS} from './node-keys.js';
import {partOf} from './node-line.js';
import {nodeLines} from './node-lines.js';
import {NODE_HEIGHTS, nodeRowsIn, seenLines} from './node-place.js';
import type {Scene} from './scene.js';
import {type Body, type Room, type Screen, UNSCROLLED} from './screen.js';
import {gridView, stillMarked} from './screen-state.js';
import {spread} from './spread.js';

const INDENT = '  ';

/** One node: its machine, its circusd, its watchers and their processes. */
export const NODE: Screen = {...NODE_KEYS, draw, searchedIn: null, hint: () => null};

function draw(scene: Scene, {width, height, rows, theme, keymap}: Room): Body {
  const view = gridView(scene.state, scene.screen, rows.nodes, scene.now);
  const row = cursorNode(scene.screen.cursor, view);
  if (row === null) {
    const {node} = scene.screen.cursor;
    const what = node === null ? 'There is no node to show' : `${theme.printable(node)} is not in the cluster any more`;
    return body([spread([{text: `  ${what}; esc goes back.`, tone: 'dim'}], [], width, theme)].slice(0, height));
  }
  const all = nodeLines(scene, view, row, width, theme);
  const visible = nodeRowsIn(height);
  const here = all[seenLines(all, scene.screen.node, visible).cursor];
  const most = height < NODE_HEIGHTS.whole ? 0 : Math.floor(visible / 2);
  const whole = partOf(here?.whole() ?? null, scene.screen.node.part, width - INDENT.length, most);
  const room = visible - whole.lines.length;
  const {cursor, top} = seenLines(all, scene.screen.node, room);
  const seen = all.slice(top, top + room).map(({draw: drawn}, index) => drawn(top + index === cursor));
  const blank = Array.from({length: Math.max(0, room - seen.length)}, () => ' '.repeat(width));
  const marked = stillMarked(scene.screen, view);
  const more = keyOf(keymap, 'node', 'whole');
  const notes = [
    ...(marked === 0 ? [] : [`${marked} marked: keys act on these`]),
    ...(whole.parts < 2 ? [] : [`part ${whole.part + 1} of ${whole.parts}${more === null ? '' : `, ${more} goes on`}`]),
  ];
  const lines = [
    ...(height >= NODE_HEIGHTS.head ? [headLine(row)] : []),
    ...seen,
    ...blank,
    ...whole.lines.map(text => spread([{text: INDENT + text}], [], width, theme)),
    ...(height >= NODE_HEIGHTS.footer
      ? [footerLine(notes, {first: top, visible: room, count: all.length}, width, theme)]
      : []),
  ];
  return body(lines.slice(0, height));

  function headLine({spec, link, lastSeen, roundTripStep}: NodeRow): string {
    const {glyph, word, tone} = describeNode(link, lastSeen, scene.now);
    const rtt = roundTripStep === null || link !== 'online' ? '' : `  ${formatRoundTrip(roundTripStep)}`;
    const isHidden = !view.nodes.some(each => each.spec.id === spec.id);
    const place = isHidden
      ? '  hidden by the filter of the grid'
      : `  ${cursorRow(scene.screen.cursor, view.nodes) + 1} of ${view.nodes.length} nodes`;
    return spread(
      [
        {text: spec.id, isBold: true},
        {text: `  ${theme.glyph(glyph)} ${word}`, tone},
        {text: rtt, tone: 'dim'},
      ],
      [{text: place, tone: 'dim'}],
      width,
      theme,
    );
  }

  function body(lines: readonly string[]): Body {
    const shown = width < NARROWEST ? lines.map(line => cutPainted(line, width)) : lines;
    return {parts: [{type: 'lines', lines: shown}], scroll: UNSCROLLED};
  }
}
