import {expect, test} from '@jest/globals';
import {jobText} from '../../src/cli/report.js';
import type {Job} from '../../src/model/job.js';
import {at} from '../support/cluster-state.js';

function configured(text: string, isDryRun: boolean): Job {
  const files = [{file: 'conf/a', state: 'changed', diff: '-a\n+b\n'}] as const;
  const outcome = {kind: 'ok', changed: true, sent: true, state: 'stopped', reason: null} as const;
  return {
    id: 1,
    text,
    command: 'configure',
    isDryRun,
    beganAt: at(1),
    endedAt: at(2),
    targets: [
      {
        target: {node: '10.0.0.1', watcher: 'neo4j'},
        beganAt: at(1),
        waitsFor: null,
        outcome,
        answers: {
          kept: [{kind: 'files', data: {files, address: '10.0.0.1', identifier: 1, dryRun: isDryRun}}],
          leftOut: 0,
        },
        ms: 1,
        progress: null,
        afterwards: null,
      },
    ],
  };
}

test('a dry run is told with what it would change of files', () => {
  expect(jobText(configured('configure neo4j --dry-run', true))).toBe(
    ['configure neo4j --dry-run', '  10.0.0.1 neo4j: ok', '  neo4j conf/a changed on 10.0.0.1', '-a', '+b', ''].join(
      '\n',
    ),
  );
});

test('a job whose words only mention one is told by its outcomes alone', () => {
  const text = "configure neo4j --set note='after a --dry-run'";
  expect(jobText(configured(text, false))).toBe(`${text}\n  10.0.0.1 neo4j: ok\n`);
});
