import {afterEach, expect, test} from '@jest/globals';
import {cleanup} from 'ink-testing-library';
import type {Job} from '../../src/model/job.js';
import {Jobs} from '../../src/view/jobs.js';
import {createTheme, type Theme} from '../../src/view/theme.js';
import {picture, renderAt} from '../support/render.js';
import {at} from '../support/state.js';

afterEach(cleanup);

const ROWS = 20;

function dryRun(lines: number): Job {
  const diff = Array.from({length: lines}, (_, line) => `+line ${line}`).join('\n');
  const target = {
    target: {node: '10.0.0.1', watcher: 'neo4j'},
    beganAt: at(1),
    waitsFor: null,
    outcome: {kind: 'ok', changed: true, sent: true, state: 'stopped', reason: null},
    data: {files: [{file: 'conf/a', state: 'changed', diff}], address: '10.0.0.1', identifier: 1, dryRun: true},
    ms: 1,
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
  const screen = (
    <Jobs jobs={[shown]} shown={shown} scrolled={2_000} now={at(3)} width={80} height={ROWS} theme={theme} />
  );
  const seen = picture(renderAt(screen, 80, ROWS).lastFrame());
  expect(seen).toMatch(/2001-2012 of 5001 lines/);
  expect(seen).toMatch(/\n {4}\+line 2000\n/);
  expect(painted).toBeLessThan(10 * ROWS);
});
