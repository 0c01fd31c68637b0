import {expect, test} from '@jest/globals';
import {fileRunText} from '../../src/wording/file-run.js';

const run = (lines: Parameters<typeof fileRunText>[0]['at']) => fileRunText({file: 'bringup.circusman', at: lines});

test('what a file is at: one line, several beside each other, or none', () => {
  const start = {line: 7, text: 'start neo4j', passes: ['2 of 3', '1 of 2']};
  expect(run([start])).toBe('bringup.circusman: line 7, pass 2 of 3, pass 1 of 2: start neo4j');
  expect(
    run([
      {...start, passes: []},
      {line: null, text: 'sleep 5s', passes: []},
    ]),
  ).toBe('bringup.circusman: line 7: start neo4j; sleep 5s');
  expect(run([])).toBe('bringup.circusman: begins');
});

test('that nothing more of it is begun, and what it still waits for', () => {
  const stopping = {file: 'bringup.circusman', isStopping: true} as const;
  const stop = {line: 3, text: 'stop neo4j', passes: []};
  expect(fileRunText({...stopping, at: [stop]})).toBe(
    'bringup.circusman begins nothing more; it waits for line 3: stop neo4j',
  );
  expect(fileRunText({...stopping, at: []})).toBe('bringup.circusman begins nothing more');
});
