import {formatDuration} from '../model/duration.js';
import type {Job} from '../model/job.js';
import type {Instant} from '../model/time.js';
import {isJobRunning, jobCounts} from '../store/selectors.js';
import {widthOf} from '../text/width.js';
import {jobProblem} from '../wording/job-problem.js';
import {jobFigures, timeLeft} from '../wording/job-progress.js';
import {spread, widthOfSpans} from './spread.js';
import type {Span, Theme} from './theme.js';

const BAR_WIDTH = 14;

/** One job: what, how far, how it fares. */
export function jobLine(job: Job, now: Instant, width: number, theme: Theme, hint: string): string {
  const total = job.targets.length;
  const ended = job.targets.filter(each => each.outcome !== null).length;
  const full = total === 0 ? BAR_WIDTH : Math.floor((ended / total) * BAR_WIDTH);
  const progress = theme.glyph('full').repeat(full) + theme.glyph('empty').repeat(BAR_WIDTH - full);
  const spans = jobSpans(job, now, theme);
  const whole = isJobRunning(job) ? spans.toSpliced(FIGURES + 1, 0, {text: `  ${progress}`}) : spans;
  const room = width - widthOf(hint);
  const left = widthOfSpans(whole) <= room ? whole : spans;
  return spread(shorten(left, room, SHORTEST_COMMAND, theme), [{text: hint, tone: 'dim'}], width, theme);
}

/** The same, and where one thing kept the job from being ok, that: its screen has every outcome, here is nothing else that says so. */
export function toldJobLine(job: Job, now: Instant, width: number, theme: Theme, hint: string): string {
  const problem = job.isInterrupted === true ? null : jobProblem(job);
  if (problem === null) return jobLine(job, now, width, theme, hint);
  const [number, command, figures] = jobSpans(job, now, theme);
  const told = job.targets.length === 1 ? `  ${problem}` : `${figures.text}: ${problem}`;
  const spans: JobSpans = [number, command, {text: told, tone: 'failing'}];
  const room = width - widthOf(hint);
  const shortest = Math.max(SHORTEST_COMMAND, Math.floor(room / 3));
  return spread(shorten(spans, room, shortest, theme), [{text: hint, tone: 'dim'}], width, theme);
}

/** What the line of a job says where there is room for all of it. */
export function jobText(job: Job, now: Instant, theme: Theme): string {
  return theme.printable(
    jobSpans(job, now, theme)
      .map(({text}) => text)
      .join(''),
  );
}

/** Where the command and the figures stand among the spans of a job. */
const COMMAND = 1;
const FIGURES = 2;

/** Number, command and figures, and what else there is to say. */
type JobSpans = readonly [number: Span, command: Span, figures: Span, ...others: Span[]];

function jobSpans(job: Job, now: Instant, theme: Theme): JobSpans {
  const counts = jobCounts(job);
  const isBad = [...counts.keys()].some(kind => kind !== 'ok' && kind !== 'running' && kind !== 'waiting');
  const separator = ` ${theme.glyph('separator')} `;
  const isRunning = isJobRunning(job);
  const ms = (job.endedAt ?? now).monotonic - job.beganAt.monotonic;
  const left = timeLeft(job, now);
  const waits = job.targets.find(each => each.outcome === null && each.waitsFor !== null)?.waitsFor ?? null;
  return [
    {text: `#${job.id} `, tone: 'dim'},
    {text: job.text},
    {
      text: `  ${[...jobFigures(job), ...(left === null ? [] : [left])].join(separator)}`,
      tone: isBad ? 'failing' : isRunning ? 'changing' : 'healthy',
    },
    ...(job.isInterrupted === true ? [{text: '  interrupted', tone: 'failing'} as const] : []),
    ...(isRunning ? [] : [{text: `  in ${formatDuration(ms)}`, tone: 'dim'} as const]),
    ...(waits === null ? [] : [{text: `  waits for ${waits}`, tone: 'changing'} as const]),
  ];
}

/** "restart neo4j titan": below this the command is not cut, but what stands behind it. */
const SHORTEST_COMMAND = 20;

/** A long command gives way before the figures do: they are what one looks for. */
function shorten(spans: readonly Span[], width: number, shortest: number, theme: Theme): readonly Span[] {
  const rest = widthOfSpans(spans.toSpliced(COMMAND, 1));
  const room = Math.max(shortest, width - rest);
  return spans.map((span, index) =>
    index === COMMAND && widthOf(span.text) > room ? {...span, text: theme.fit(span.text, room)} : span,
  );
}
