import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {outcomeGroups} from '../store/outcome-groups.js';
import {isJobRunning} from '../store/selectors.js';
import {scrollTo} from './layout.js';
import {Lines} from './line.js';
import {jobLine, spread} from './lines.js';
import {OutcomeTable, tableRows} from './outcome-table.js';
import type {Theme} from './theme.js';

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
  const visible = tableRows(height - listed - 2);
  const top = Math.min(scrolled, Math.max(0, groups.length - visible));
  const hasMore = groups.length > visible;
  const place = hasMore ? `${top + 1}-${Math.min(top + visible, groups.length)} of ${groups.length} outcomes` : '';
  return (
    <>
      <Lines
        texts={[...list, spread([{text: hintFor(shown), tone: 'dim'}], [{text: place, tone: 'dim'}], width, theme)]}
      />
      <OutcomeTable groups={groups.slice(top, top + visible)} width={width} theme={theme} />
    </>
  );
}

function hintFor(job: Job): string {
  if (!isJobRunning(job)) return '';
  const waits = job.targets.some(each => each.outcome === null && each.waitsFor !== null);
  return waits ? '  K sends signal 9 to what it waits for' : '';
}
