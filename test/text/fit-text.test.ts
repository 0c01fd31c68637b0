import {expect, test} from '@jest/globals';
import {fitText} from '../../src/text/fit-text.js';
import {widthOf} from '../../src/text/width.js';
import {wrapText} from '../../src/text/wrap-text.js';

test.each([
  ['node', 6, 'node  '],
  ['node', 4, 'node'],
  ['graph-db-17', 6, 'graph…'],
  ['图数据库', 5, '图数…'],
  ['图数据库', 6, '图数… '],
  ['e\u0301e\u0301e\u0301', 2, 'e\u0301…'],
  ['node', 1, '…'],
  ['node', 0, ''],
])('%j in %d columns is %j', (text, width, fitted) => {
  expect(fitText(text, width, '…')).toBe(fitted);
  expect(widthOf(fitted)).toBe(width);
});

test('a name is cut in the middle where its ends tell it apart', () => {
  expect(fitText('graph-db-number-17', 12, '…', {cutAt: 'middle'})).toBe('graph-…er-17');
});

test('numbers stand at the right', () => {
  expect(fitText('3.1', 5, '…', {align: 'right'})).toBe('  3.1');
});

test('an ellipsis of ASCII takes its two columns', () => {
  expect(fitText('graph-db-17', 6, '..')).toBe('grap..');
});

test.each([
  ['words that are whole', 11, ['words that', 'are whole']],
  ['exactly so many', 10, ['exactly so', 'many']],
  ['a  b', 10, ['a  b']],
  ['', 10, ['']],
  ['a word-longer-than-a-line and more', 10, ['a', 'word-longe', 'r-than-a-l', 'ine and', 'more']],
  ['图数据库 图', 5, ['图数', '据库', '图']],
  ['图数据库 图', 8, ['图数据库', '图']],
  ['e\u0301e\u0301e\u0301', 2, ['e\u0301e\u0301', 'e\u0301']],
  ['图图', 1, ['图', '图']],
])('%j in lines of %d columns is %j', (text, width, lines) => {
  expect(wrapText(text, width)).toEqual(lines);
});
