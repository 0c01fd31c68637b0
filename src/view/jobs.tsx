import {useMemo} from 'react';
import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {changeable} from '../store/dry-run.js';
import {changesOf} from '../store/file-changes.js';
import {outcomeGroups} from '../store/outcome-groups.js';
import {isJobRunning} from '../store/selectors.js';
import {widthOf} from '../text/width.js';
import {changeLines} from './change-lines.js';
import {outcomeLines, textLines} from './full-lines.js';
import {jobLine, jobText} from './job-line.js';
import {TextLines} from './line.js';
import {isCut, OutcomeTable, tableHeight, tableRows, tableWidths} from './outcome-table.js';
import {scrollTo} from './row-layout.js';
import {spread} from './spread.js';
import type {Theme} from './theme.js';

/** Rows of the table at most where it and the lines below it have not all room. */
const ROWS_ABOVE = 3;
/** Lines below the table for which rows give way. */
const FEWEST_LINES = 4;

export interface JobsProps {
  /** Oldest first. */
  readonly jobs: readonly Job[];
  /** The job whose outcomes are shown; null: there is none. */
  readonly shown: Job | null;
  readonly scrolled: number;
  readonly now: Instant;
  readonly width: number;
  readonly height: number;
  readonly theme: Theme;
}

/** The jobs, newest first, and every outcome of the one that is chosen. */
export function Jobs({shown, ...props}: JobsProps) {
  const {width, theme} = props;
  if (shown !== null) return <JobsAndShown shown={shown} {...props} />;
  const text = '  No job yet. Each start, stop and other command becomes one; its outcomes are kept here.';
  return <TextLines texts={[spread([{text, tone: 'dim'}], [], width, theme)]} />;
}

function JobsAndShown({jobs, shown, scrolled, now, width, height, theme}: JobsProps & {readonly shown: Job}) {
  const newestFirst = jobs.toReversed();
  const listed = Math.min(newestFirst.length, Math.max(1, Math.floor(height / 3)));
  const at = newestFirst.indexOf(shown);
  const first = scrollTo(at, 0, listed, newestFirst.length);
  const list = newestFirst.slice(first, first + listed).map(job => {
    const bar = theme.paint([{text: job === shown ? `${theme.glyph('cursor')} ` : '  ', isBold: true}]);
    return bar + jobLine(job, now, width - 2, theme, '');
  });
  const room = Math.max(0, height - listed - 2);
  const text = jobText(shown, now, theme);
  const {groups, widths, rows, lines, isTableAlone} = useMemo(
    () => arrange(shown, text, room, width, theme),
    [shown, text, room, width, theme],
  );
  const scroll = isTableAlone
    ? {of: groups.length, visible: tableRows(room), what: 'outcomes'}
    : {of: lines.length, visible: room - (rows === 0 ? 0 : tableHeight(rows)), what: 'lines'};
  const top = Math.min(scrolled, Math.max(0, scroll.of - scroll.visible));
  const last = Math.min(top + scroll.visible, scroll.of);
  const place = scroll.of > scroll.visible ? `${top + 1}-${last} of ${scroll.of} ${scroll.what}` : '';
  const hint = spread([{text: hintFor(shown), tone: 'dim'}], [{text: place, tone: 'dim'}], width, theme);
  const inTable = isTableAlone ? groups.slice(top, last) : groups.slice(0, rows);
  return (
    <>
      <TextLines texts={[...list, hint].slice(0, height)} />
      {(rows > 0 || isTableAlone) && <OutcomeTable groups={inTable} widths={widths} theme={theme} />}
      {!isTableAlone && <TextLines texts={lines.slice(top, last).map(spans => spread(spans, [], width, theme))} />}
    </>
  );
}

/**
 * How many rows the table has, and the lines below it: whatever was cut or has no row, in full, and what becomes of files. Where
 * there are such lines, they are what is scrolled; else the table is.
 *
 * @param text what the line of the job says
 */
function arrange(shown: Job, text: string, room: number, width: number, theme: Theme) {
  const groups = outcomeGroups(shown);
  const widths = tableWidths(groups, width, theme);
  const job = widthOf(text) > width - 2 ? textLines(text, width, theme) : [];
  const changes = changeLines(changesOf(shown)).map(span => [span]);
  const below = (rows: number) => {
    const outcomes = groups.flatMap((group, index) =>
      index >= rows || isCut(group, widths, theme) ? outcomeLines(group, width, theme) : [],
    );
    const blocks = [outcomes, job, changes].filter(block => block.length > 0);
    return blocks.flatMap((block, index) => (index === 0 ? block : [[], ...block]));
  };
  const isToldBelow = job.length > 0 || changes.length > 0 || groups.some(group => isCut(group, widths, theme));
  if (!isToldBelow && tableRows(room) > 0) return {groups, widths, rows: groups.length, lines: [], isTableAlone: true};
  const left = room - tableHeight(groups.length);
  const whole = left < 0 ? null : below(groups.length);
  if (whole !== null && whole.length <= left)
    return {groups, widths, rows: groups.length, lines: whole, isTableAlone: false};
  const rows = Math.min(groups.length, ROWS_ABOVE, tableRows(room - FEWEST_LINES));
  return {groups, widths, rows, lines: below(rows), isTableAlone: false};
}

function hintFor(job: Job): string {
  if (!isJobRunning(job)) return changeable(job).length > 0 ? '  enter does it' : '';
  const waits = job.targets.some(each => each.outcome === null && each.waitsFor !== null);
  return waits ? '  K sends signal 9 to what it waits for' : '';
}
