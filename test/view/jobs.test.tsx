import {afterEach, describe, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import {NO_ANSWERS} from '../../src/model/answer.js';
import type {Job, JobTarget} from '../../src/model/job.js';
import {widthOf} from '../../src/text/width.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {at} from '../support/cluster-state.js';
import {jobsScreen} from '../support/jobs-screen.js';
import {frameText, renderAt} from '../support/render-at-size.js';

afterEach(cleanup);

const ROWS = 20;

function dryRun(lines: number): Job {
  const diff = Array.from({length: lines}, (_, line) => `+line ${line}`).join('\n');
  const target = {
    target: {node: '10.0.0.1', watcher: 'neo4j'},
    beganAt: at(1),
    waitsFor: null,
    outcome: {kind: 'ok', changed: true, sent: true, state: 'stopped', reason: null},
    answers: {
      kept: [
        {
          kind: 'files',
          data: {files: [{file: 'conf/a', state: 'changed', diff}], address: '10.0.0.1', identifier: 1, dryRun: true},
        },
      ],
      leftOut: 0,
    },
    ms: 1,
    progress: null,
    afterwards: null,
  } as const;
  return {
    id: 1,
    text: 'configure neo4j --dry-run',
    command: 'configure',
    isDryRun: true,
    beganAt: at(1),
    endedAt: at(2),
    targets: [target],
  };
}

test('of long differences only the lines that are seen are painted', () => {
  const real = createTheme({isAscii: false, hasColor: false});
  let painted = 0;
  const theme: Theme = {
    ...real,
    paint: (...given) => {
      painted += 1;
      return real.paint(...given);
    },
  };
  const shown = dryRun(5_000);
  const screen = jobsScreen(shown, {width: 80, height: ROWS, scrolled: 2_000, theme});
  const seen = frameText(renderAt(screen, 80, ROWS).lastFrame());
  expect(seen).toMatch(/2001-2012 of 5001 lines/);
  expect(seen).toMatch(/\n {4}\+line 2000\n/);
  expect(painted).toBeLessThan(10 * ROWS);
});

const MAIN =
  'failed: process 20071 exited 1 before it was ready; its log ends: Error: Could not find or load main class org.neo4j';
const ENDS = ['a', 'b', 'c', 'd'];
const THEME = createTheme({isAscii: false, hasColor: false});

/** A start of neo4j that failed for these reasons, one a node. */
function failedStart(reasons: readonly string[], text = 'start neo4j'): Job {
  const targets = reasons.map(
    (reason, index): JobTarget => ({
      target: {node: `10.0.0.${index + 1}`, watcher: 'neo4j'},
      beganAt: at(1),
      waitsFor: null,
      outcome: {kind: 'failed', changed: null, sent: true, state: null, reason},
      answers: NO_ANSWERS,
      ms: 1,
      progress: null,
      afterwards: null,
    }),
  );
  return {...dryRun(0), text, command: 'start', isDryRun: false, targets};
}

describe('below the table', () => {
  const seen = (shown: Job, width: number, height: number, scrolled = 0) => {
    const screen = jobsScreen(shown, {width, height, scrolled, theme: THEME});
    const lines = frameText(renderAt(screen, width, height).lastFrame()).split('\n');
    expect(lines.length).toBeLessThanOrEqual(height);
    expect(lines.filter(line => widthOf(line) > width)).toEqual([]);
    return lines.join('\n');
  };
  const reason = MAIN.slice('failed: '.length);

  test('an outcome that is cut in it stands in full, headed by its nodes and watcher; the others do not', () => {
    expect(seen(failedStart([reason, 'offline']), 80, 24).split('┘\n')[1]).toBe(
      [
        '  10.0.0.1 neo4j',
        '    failed: process 20071 exited 1 before it was ready; its log ends: Error:',
        '    Could not find or load main class org.neo4j',
      ].join('\n'),
    );
  });

  test('nothing stands where nothing is cut', () => {
    expect(seen(failedStart([reason, 'offline']), 200, 24).trimEnd()).toMatch(/┘$/);
  });

  test.each([5, 12, 40])('every outcome can be scrolled to in %d lines', height => {
    const shown = failedStart(ENDS.map(end => `${'图数据库'.repeat(15)} ${end}`));
    const tops = [0, 2, 4, 6, 8, 10, 12, 14, 16, 18];
    const all = tops.map(top => seen(shown, 60, height, top)).join('\n');
    for (const [index, end] of ENDS.entries()) {
      expect(all).toContain(`\n  10.0.0.${index + 1} neo4j\n`);
      expect(all).toMatch(new RegExp(`\\n {4}[图数据库]+ ${end}(\\n|$)`));
    }
  });

  test('the command of the job is told where its line has no room for it', () => {
    const text = 'start neo4j on 10.0.0.1,10.0.0.3,10.0.0.5,10.0.0.7 --batch 1 --settle 10s';
    expect(seen(failedStart(['offline'], text), 80, 24).split('┘\n')[1]).toBe(
      `  #1 ${text}\n  0/1 ok · 1 failed  in 1 s`,
    );
  });

  test('stands what the table has no row for, also where nothing is cut', () => {
    const shown = failedStart(['a', 'b', 'c', 'd', 'e', reason]);
    expect(seen(shown, 80, 20, 100)).toMatch(/ {2}10\.0\.0\.5 neo4j {2}failed: e\n {2}10\.0\.0\.6 neo4j\n/);
  });
});

test('what a node told of a process can be read to its end at 80 columns, on lines below', () => {
  const figures = Array.from({length: 14}, (_, index) => `figure${index}=12345.678901`);
  const told = {kind: 'values', data: {10744: figures.join(' '), 7: 'short'}} as const;
  const {targets, ...rest} = failedStart(['']);
  const job: Job = {
    ...rest,
    command: 'stats',
    text: 'stats neo4j',
    targets: targets.map(each => ({
      ...each,
      outcome: {kind: 'ok', changed: null, sent: false, state: null, reason: null},
      answers: {kept: [told], leftOut: 0},
    })),
  };
  const screen = jobsScreen(job, {width: 80, height: 40, theme: THEME});
  const seen = frameText(renderAt(screen, 80, 40).lastFrame()).split('\n');
  expect(seen.filter(line => widthOf(line) > 80)).toEqual([]);
  expect(seen.join('\n')).not.toContain('…');
  for (const figure of figures) expect(seen.join('\n')).toContain(figure);
  const at = seen.findIndex(line => line.includes('10744'));
  expect(seen[at]).toMatch(/^ {8}10744 +figure0=/);
  expect(seen[at + 1]).toMatch(/^ {10}figure/);
});
