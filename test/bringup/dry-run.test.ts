import {expect, test} from '@jest/globals';
import {parseScript} from '../../src/bringup/parse.js';
import {dryRunLines, printDryRun} from '../../src/cli/script-dry-run.js';
import {clusterState} from '../support/cluster-state.js';
import {parseContext} from '../support/parse-context.js';

const STATE = {
  ...clusterState({'10.0.0.1': {titan: 'running', neo4j: 'stopped'}, '10.0.0.2': {titan: 'stopped'}}),
  isReadOnly: true,
};
const CONTEXT = parseContext(STATE, {marked: null});

function scriptOf(text: string) {
  const parsed = parseScript(text, new Map());
  if (!parsed.ok) throw new Error('the test itself is wrong');
  return {file: 'f', steps: parsed.steps};
}

const FILE = `repeat 3
  expect failed start titan
  sleep 5s
end
cluster add 10.0.0.3
stop titan neo4j on 10.0.0.1-2
cluster remove 10.0.0.2
restart
numwatchers`;

const LINES = [
  ['step', 'line 1: repeat 3'],
  ['step', 'line 2:   expect failed start titan on 10.0.0.1-2'],
  ['target', '  10.0.0.1 titan'],
  ['target', '  10.0.0.2 titan'],
  ['step', 'line 3:   sleep 5s'],
  ['step', 'line 5: cluster add 10.0.0.3'],
  ['target', '  10.0.0.3'],
  ['step', 'line 6: stop titan neo4j on 10.0.0.1-2'],
  ['target', '  10.0.0.1 titan'],
  ['target', '  10.0.0.1 neo4j'],
  ['target', '  10.0.0.2 titan'],
  ['target', '  10.0.0.2 neo4j'],
  ['step', 'line 7: cluster remove 10.0.0.2'],
  ['target', '  10.0.0.2'],
  ['step', 'line 8: restart on 10.0.0.1,10.0.0.3'],
  ['target', '  10.0.0.1 titan'],
  ['target', '  10.0.0.1 neo4j'],
  ['target', '  10.0.0.3 (its watchers are not known yet)'],
  ['step', 'line 9: numwatchers on 10.0.0.1,10.0.0.3'],
  ['target', '  10.0.0.1'],
  ['target', '  10.0.0.3'],
];

test('every target of every line, each read against the cluster as the lines before it make it, in read-only, too', () => {
  const lines = dryRunLines(scriptOf(FILE), CONTEXT).filter(({role}) => role !== 'warning');
  expect(lines.map(({role, text}) => [role, text])).toEqual(LINES);
});

test('the program prints the same lines', () => {
  const printed: string[] = [];
  const io = {out: (text: string) => void printed.push(text), err: () => {}};
  expect(printDryRun(scriptOf(FILE), CONTEXT, false, io)).toBe(0);
  expect(printed.join('')).toBe(
    dryRunLines(scriptOf(FILE), CONTEXT)
      .map(({text}) => `${text}\n`)
      .join(''),
  );
});

test('what cannot be planned is said in its place, and no character of the file moves the cursor', () => {
  const lines = dryRunLines(scriptOf('start titen\nnote "\u001B[2Jhere"'), CONTEXT);
  expect(lines).toEqual([
    {role: 'problem', text: 'f:1: start titen: no node has a watcher titen'},
    {role: 'step', text: expect.stringMatching(/^line 2: note .*\\x1b\[2Jhere/)},
  ]);
});
