import type {Job} from '../model/job.js';
import {isJobRunning} from '../store/selectors.js';
import {widthOf} from '../text/width.js';
import {answerBlocks, changeable} from '../wording/answers.js';
import {type OutcomeGroup, outcomeGroups} from '../wording/outcome-groups.js';
import {answerLines} from './answer-lines.js';
import {outcomeLines, textLines} from './full-lines.js';
import {isForceable} from './job-actions.js';
import {jobLine, jobText} from './job-line.js';
import {JOBS_KEYS} from './jobs-keys.js';
import {type Keymap, keyOf} from './keymap.js';
import {isCut, OutcomeTable, tableHeight, tableRows, tableWidths, type Widths} from './outcome-table.js';
import {scrollTo} from './row-layout.js';
import type {Scene} from './scene.js';
import {type Body, type Part, type Room, type Screen, scrollIn, UNSCROLLED} from './screen.js';
import {shownJob} from './screen-state.js';
import {spread} from './spread.js';
import type {Span, Theme} from './theme.js';

/** Every job and what came of its targets. */
export const JOBS: Screen = {
  ...JOBS_KEYS,
  draw,
  searchedIn: null,
  hint: () => null,
};

/** Rows of the table at most where it and the lines below it have not all room. */
const ROWS_ABOVE = 3;
/** Lines below the table for which rows give way. */
const FEWEST_LINES = 4;

const NO_JOB = '  No job yet. Each start, stop and other command becomes one; its outcomes are kept here.';

/** The jobs, newest first, and every outcome of the one that is chosen. */
function draw({state: {jobs}, screen, now}: Scene, {width, height, theme, keymap}: Room): Body {
  const shown = shownJob(screen, jobs);
  if (shown === null) {
    const line = spread([{text: NO_JOB, tone: 'dim'}], [], width, theme);
    return {parts: [{type: 'lines', lines: [line].slice(0, height)}], scroll: UNSCROLLED};
  }
  const newestFirst = jobs.toReversed();
  const listed = Math.min(newestFirst.length, Math.max(1, Math.floor(height / 3)));
  const first = scrollTo(newestFirst.indexOf(shown), 0, listed, newestFirst.length);
  const list = newestFirst.slice(first, first + listed).map(job => {
    const bar = theme.paint([{text: job === shown ? `${theme.glyph('cursor')} ` : '  ', isBold: true}]);
    return bar + jobLine(job, now, width - 2, theme, '');
  });
  const room = Math.max(0, height - listed - 2);
  const {groups, widths, rows, lines, isTableAlone} = arranged(shown, jobText(shown, now, theme), room, width, theme);
  const scrolled = isTableAlone
    ? {of: groups.length, visible: tableRows(room), what: 'outcomes'}
    : {of: lines.length, visible: room - (rows === 0 ? 0 : tableHeight(rows)), what: 'lines'};
  const scroll = scrollIn(screen.scrolled, scrolled.of, scrolled.visible);
  const last = Math.min(scroll.top + scrolled.visible, scrolled.of);
  const place = scroll.limit > 0 ? `${scroll.top + 1}-${last} of ${scrolled.of} ${scrolled.what}` : '';
  const hint = spread([{text: hintFor(shown, keymap), tone: 'dim'}], [{text: place, tone: 'dim'}], width, theme);
  const inTable = isTableAlone ? groups.slice(scroll.top, last) : groups.slice(0, rows);
  const below = isTableAlone ? [] : lines.slice(scroll.top, last).map(spans => spread(spans, [], width, theme));
  const table: Part = {type: 'element', element: <OutcomeTable groups={inTable} widths={widths} theme={theme} />};
  return {
    parts: [
      {type: 'lines', lines: [...list, hint].slice(0, height)},
      ...(rows > 0 || isTableAlone ? [table] : []),
      {type: 'lines', lines: below},
    ],
    scroll,
  };
}

/**
 * How many rows the table has, and the lines below it: whatever was cut or has no row, in full, and what targets answered. Where
 * there are such lines, they are what is scrolled; else the table is.
 *
 * @param text what the line of the job says
 */
function arrange(shown: Job, text: string, room: number, width: number, theme: Theme): Arrangement {
  const groups = outcomeGroups(shown);
  const widths = tableWidths(groups, width, theme);
  const job = widthOf(text) > width - 2 ? textLines(text, width, theme) : [];
  const answers = answerLines(answerBlocks(shown), width, theme).map(span => [span]);
  const below = (rows: number) => {
    const outcomes = groups.flatMap((group, index) =>
      index >= rows || isCut(group, widths, theme) ? outcomeLines(group, width, theme) : [],
    );
    const blocks = [outcomes, job, answers].filter(block => block.length > 0);
    return blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  };
  const isToldBelow = job.length > 0 || answers.length > 0 || groups.some(group => isCut(group, widths, theme));
  if (!isToldBelow && tableRows(room) > 0) return {groups, widths, rows: groups.length, lines: [], isTableAlone: true};
  const left = room - tableHeight(groups.length);
  const whole = left < 0 ? null : below(groups.length);
  if (whole !== null && whole.length <= left)
    return {groups, widths, rows: groups.length, lines: whole, isTableAlone: false};
  const rows = Math.min(groups.length, ROWS_ABOVE, tableRows(room - FEWEST_LINES));
  return {groups, widths, rows, lines: below(rows), isTableAlone: false};
}

interface Arrangement {
  readonly groups: readonly OutcomeGroup[];
  readonly widths: Widths;
  /** Rows of the table. */
  readonly rows: number;
  /** Lines below it, still to be painted. */
  readonly lines: readonly (readonly Span[])[];
  readonly isTableAlone: boolean;
}

type ArrangeArguments = Parameters<typeof arrange>;
let last: {readonly of: ArrangeArguments; readonly made: Arrangement} | null = null;

/** As `arrange`, which takes long for long differences: made again only when something is another than the last time. */
function arranged(...of: ArrangeArguments): Arrangement {
  if (last === null || !of.every((value, index) => value === last?.of[index])) last = {of, made: arrange(...of)};
  return last.made;
}

function hintFor(job: Job, keymap: Keymap): string {
  if (job.isInterrupted === true) {
    const kinds = new Set(job.targets.map(({outcome}) => outcome?.kind));
    const asks = kinds.has('unknown') ? hint('look', 'asks how the unknown ones are', keymap) : '';
    return `${asks}${kinds.has('cancelled') ? hint('go-on', 'goes on with what was not begun', keymap) : ''}`;
  }
  if (!isJobRunning(job)) return changeable(job).length > 0 ? hint('apply', 'does it', keymap) : '';
  return isForceable(job) ? hint('force', 'sends signal 9 to what it waits for', keymap) : '';
}

function hint(name: string, does: string, keymap: Keymap): string {
  const key = keyOf(keymap, JOBS.name, name);
  return key === null ? '' : `  ${key} ${does}`;
}
