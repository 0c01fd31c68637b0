import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {changesOf} from '../store/file-changes.js';
import {outcomeGroups} from '../store/outcome-groups.js';
import {isJobRunning, isOk} from '../store/selectors.js';
import {changeLines} from './change-lines.js';
import {scrollTo} from './layout.js';
import {Lines} from './line.js';
import {jobLine, spread} from './lines.js';
import {OutcomeTable, tableHeight, tableRows} from './outcome-table.js';
import type {Theme} from './theme.js';

/** Rows of the table of outcomes where files are told of under it. */
const OUTCOMES_ABOVE_FILES = 3;

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
export function Jobs({jobs, shown, scrolled, now, width, height, theme}: JobsProps) {
  const line = (text: string) => spread([{text, tone: 'dim'}], [], width, theme);
  if (shown === null)
    return (
      <Lines
        texts={[line('  No job yet. Each start, stop and other command becomes one; its outcomes are kept here.')]}
      />
    );
  const newestFirst = jobs.toReversed();
  const listed = Math.min(newestFirst.length, Math.max(1, Math.floor(height / 3)));
  const at = newestFirst.indexOf(shown);
  const first = scrollTo(at, 0, listed, newestFirst.length);
  const list = newestFirst.slice(first, first + listed).map(job => {
    const bar = theme.paint([{text: job === shown ? `${theme.glyph('cursor')} ` : '  ', isBold: true}]);
    return bar + jobLine(job, now, width - 2, theme, '');
  });
  const groups = outcomeGroups(shown);
  const changes = changeLines(changesOf(shown));
  const room = height - listed - 2;
  // Where files are told of, the outcomes stay above them, and the files are what is scrolled.
  const visible = tableRows(changes.length === 0 ? room : Math.min(room, tableHeight(OUTCOMES_ABOVE_FILES)));
  const below = changes.length === 0 ? 0 : Math.max(0, room - tableHeight(Math.min(visible, groups.length)));
  const scroll =
    changes.length === 0
      ? {of: groups.length, visible, what: 'outcomes'}
      : {of: changes.length, visible: below, what: 'lines'};
  const top = Math.min(scrolled, Math.max(0, scroll.of - scroll.visible));
  const hasMore = scroll.of > scroll.visible;
  const last = Math.min(top + scroll.visible, scroll.of);
  const place = hasMore ? `${top + 1}-${last} of ${scroll.of} ${scroll.what}` : '';
  return (
    <>
      <Lines
        texts={[...list, spread([{text: hintFor(shown), tone: 'dim'}], [{text: place, tone: 'dim'}], width, theme)]}
      />
      <OutcomeTable
        groups={changes.length === 0 ? groups.slice(top, top + visible) : groups.slice(0, visible)}
        width={width}
        theme={theme}
      />
      {changes.length > 0 && (
        <Lines texts={changes.slice(top, top + below).map(span => spread([span], [], width, theme))} />
      )}
    </>
  );
}

function hintFor(job: Job): string {
  if (!isJobRunning(job)) return job.isDryRun && job.targets.some(isOk) ? '  enter does it' : '';
  const waits = job.targets.some(each => each.outcome === null && each.waitsFor !== null);
  return waits ? '  K sends signal 9 to what it waits for' : '';
}
