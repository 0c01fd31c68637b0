import type {Detection} from '../model/detection.js';
import type {DetectedRow} from '../store/detected.js';
import {widthOf} from '../text/width.js';
import {wrapped, wrapText} from '../text/wrap-text.js';
import {detectionFigures, shortDetectionFigures} from '../wording/detection.js';
import {choiceRow, type DetectChoice, isMarked, topRow} from './detect-choice.js';
import {cutTexts, layoutDetected} from './detect-columns.js';
import {noRowLines} from './detect-no-rows.js';
import {detectHead, detectRow} from './detect-rows.js';
import {footerLine} from './footer-line.js';
import type {Room} from './screen.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

type LinesRoom = Pick<Room, 'width' | 'height' | 'theme' | 'keymap'>;

/** From so many lines on there is one for what the search is about, for the titles, for what the rows need. */
const HEIGHTS = {search: 12, titles: 6, footer: 8} as const;
/** What part of the lines notes may take. */
const NOTES_PART = 5;
const INDENT = '  ';

/** A detection: what it is and how far, what the operator should know of it, and the nodes. Only what is seen is made. */
export function detectLines(
  detection: Detection,
  rows: readonly DetectedRow[],
  choice: DetectChoice,
  room: LinesRoom,
): readonly string[] {
  const {width, height, theme} = room;
  const above = [
    ...(height < HEIGHTS.search ? [] : [searchLine(detection, width, theme)]),
    progressLine(detection, rows, room),
    ...noteLines(detection.notes, room),
  ];
  const left = {...room, height: Math.max(0, height - above.length)};
  const below = rows.length > 0 ? rowLines(detection, rows, choice, left, height) : noRowLines(detection, left);
  return [...above, ...below].slice(0, height);
}

function searchLine({of, state}: Detection, width: number, theme: Theme): string {
  const does = state === 'running' ? 'Looking for nodes' : 'Looked for nodes';
  return spread([{text: does, isBold: true}, {text: of === '' ? '' : ` on ${of}`}], [], width, theme);
}

const BAR_WIDTH = 14;

/** As much of it as there is room for; it is the last thing that gives way. */
function progressLine(detection: Detection, rows: readonly DetectedRow[], {width, theme}: LinesRoom): string {
  const {state, progress} = detection;
  const separator = ` ${theme.glyph('separator')} `;
  const figures = detectionFigures(detection, rows);
  const short = shortDetectionFigures(detection, rows);
  const texts = [...shorter(figures, separator), ...shorter(short, ' ')];
  const text = texts.find(text => widthOf(INDENT + text) <= width) ?? texts.at(-1) ?? '';
  const full = progress.of === 0 ? 0 : Math.floor((Math.min(progress.tried, progress.of) / progress.of) * BAR_WIDTH);
  const bar = theme.glyph('full').repeat(full) + theme.glyph('empty').repeat(BAR_WIDTH - full);
  const hasBar = state === 'running' && widthOf(INDENT + text + INDENT + bar) <= width;
  const tone = state === 'running' ? 'changing' : rows.length > 0 ? 'healthy' : 'normal';
  return spread([{text: INDENT + text, tone}], hasBar ? [{text: bar, tone: 'dim'}] : [], width, theme);
}

/** All parts, then without the last one, and so on; with one part it would say too little. */
function shorter(parts: readonly string[], separator: string): readonly string[] {
  const counts = parts.map((_, index) => parts.length - index);
  return counts.filter(count => count > 1 || parts.length === 1).map(count => parts.slice(0, count).join(separator));
}

/** In as few lines as there may be the last ones run together, and end in an ellipsis. */
function noteLines(notes: readonly string[], {width, height, theme}: LinesRoom): readonly string[] {
  const most = Math.floor(height / NOTES_PART);
  const lines = notes.flatMap(note => wrapText(theme.printable(note), Math.max(1, width - INDENT.length)));
  const shown =
    lines.length <= most ? lines : wrapped(lines.join(' '), Math.max(1, width - INDENT.length), most, theme);
  return shown.map(text => spread([{text: INDENT + text, tone: 'changing'}], [], width, theme));
}

function rowLines(
  detection: Detection,
  rows: readonly DetectedRow[],
  choice: DetectChoice,
  {width, height, theme}: LinesRoom,
  whole: number,
): readonly string[] {
  const [titles, footer] = [whole >= HEIGHTS.titles ? 1 : 0, whole >= HEIGHTS.footer ? 1 : 0];
  const visible = Math.max(1, height - titles - footer);
  const cursor = choiceRow(choice, rows, detection.nodes[0]?.spec.id ?? null);
  const top = topRow(choice, cursor, visible, rows);
  const options = {layout: layoutDetected(width, rows), width, theme};
  const shown = rows
    .slice(top, top + visible)
    .map((row, index) => detectRow(row, {isHere: top + index === cursor, isMarked: isMarked(choice, row)}, options));
  const here = rows[cursor];
  const marked = rows.filter(row => isMarked(choice, row)).length;
  const notes = [
    ...(here === undefined ? [] : cutTexts(here, options.layout, theme)),
    ...(marked === 0 ? [] : [`${marked} marked`]),
  ];
  const places = {first: top, visible, count: rows.length};
  return [
    ...(titles === 1 ? [detectHead(options)] : []),
    ...shown,
    ...(footer === 1 ? [footerLine(notes, places, width, theme)] : []),
  ];
}
