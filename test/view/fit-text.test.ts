import {expect, test} from '@jest/globals';
import {fitText, widthOf} from '../../src/view/fit-text.js';

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
