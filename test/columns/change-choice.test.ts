import {expect, test} from '@jest/globals';
import {afterChange, howToKeep, linesForFile, readChange} from '../../src/columns/change-choice.js';
import {type ColumnChoice, USUAL_COLUMNS} from '../../src/columns/choice.js';
import {splitLine} from '../../src/command/tokens.js';

/** The choice after `columns` with these words. */
function chosen(text: string, before: ColumnChoice = USUAL_COLUMNS): ColumnChoice | string {
  const [words = []] = splitWords(text);
  const read = readChange(words);
  return read.ok ? afterChange(before, read.change) : read.message;
}

function splitWords(text: string) {
  const line = splitLine(text);
  return line.ok ? line.value : [];
}

const USUAL_NODES = ['name', 'state', 'rtt', 'cpu', 'memory', 'bars'];

test.each<[string, ColumnChoice]>([
  ['state cpu read write', {nodes: ['state', 'cpu', 'read', 'write'], cells: null}],
  // Their order is that of the table.
  ['Write CPU', {nodes: ['cpu', 'write'], cells: null}],
  ['cpu io net / cpu threads uptime', {nodes: ['cpu', 'io', 'net'], cells: ['cpu', 'threads', 'uptime']}],
  ['+io -rtt', {nodes: ['name', 'state', 'cpu', 'memory', 'io', 'bars'], cells: null}],
  ['+io -io', {nodes: USUAL_NODES, cells: null}],
  ['/ +threads -memory', {nodes: null, cells: ['state', 'cpu', 'threads']}],
  ['/ -state -cpu -memory', {nodes: null, cells: []}],
  ['+io / uptime', {nodes: ['name', 'state', 'rtt', 'cpu', 'memory', 'io', 'bars'], cells: ['uptime']}],
  ['name', {nodes: ['name'], cells: null}],
])('columns %s', (text, choice) => {
  expect(chosen(text)).toEqual(choice);
});

test('auto is all usual ones again, of cells alone behind the /', () => {
  const before = {nodes: ['io'], cells: ['uptime']};
  expect(chosen('auto', before)).toEqual({nodes: null, cells: null});
  expect(chosen('/ auto', before)).toEqual({nodes: ['io'], cells: null});
  expect(chosen('auto / threads', before)).toEqual({nodes: null, cells: ['threads']});
  expect(chosen('+cpu', before)).toEqual({nodes: ['name', 'cpu', 'io'], cells: ['uptime']});
});

test('the lines for the configuration are those that it reads as this choice', () => {
  expect(linesForFile(USUAL_COLUMNS)).toEqual(['columns = "auto"', 'cells = "auto"']);
  expect(linesForFile({nodes: ['name', 'cpu', 'io'], cells: []})).toEqual(['columns = ["cpu", "io"]', 'cells = []']);
  const read = readChange([{text: '+io', at: 0}]);
  const choice = {nodes: ['state', 'io'], cells: null};
  expect(read.ok ? howToKeep(read.change, choice) : null).toBe(
    'for this run; to keep it, in config.toml under [grid]: columns = ["state", "io"]',
  );
});
