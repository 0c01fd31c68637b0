import {expect, test} from '@jest/globals';
import {chooseFigures} from '../../bench/choose.js';

const figures = ['one', 'two', 'two-more'].map(name => ({
  name,
  summary: '',
  seconds: 1,
  run: () => Promise.reject(new Error('not run')),
}));

test('without arguments all figures are measured, with --only one, or those that begin so', () => {
  expect(chooseFigures([], figures)).toEqual({ok: true, figures});
  expect(chooseFigures(['--only', 'one'], figures)).toEqual({ok: true, figures: [figures[0]]});
  expect(chooseFigures(['--only', 'two'], figures)).toEqual({ok: true, figures: [figures[1], figures[2]]});
});

test.each([
  [['--only', 'three'], 'bench: there is no figure "three"; there are one, two, two-more'],
  [['--only'], 'bench: npm run bench [-- --only NAME], NAME one of: one, two, two-more'],
  [['two'], 'bench: npm run bench [-- --only NAME], NAME one of: one, two, two-more'],
  [['--only', 'one', 'two'], 'bench: npm run bench [-- --only NAME], NAME one of: one, two, two-more'],
])('%j gets a sentence', (words, message) => {
  expect(chooseFigures(words, figures)).toEqual({ok: false, message});
});
