import {describe, expect, test} from '@jest/globals';
import {parseFilter} from '../../src/model/filter.js';

describe('a filter', () => {
  test.each([
    ['', []],
    ['graph', [{type: 'text', text: 'graph', isInverse: false}]],
    [
      'Graph !titan',
      [
        {type: 'text', text: 'graph', isInverse: false},
        {type: 'text', text: 'titan', isInverse: true},
      ],
    ],
    ['is:flapping', [{type: 'is', word: 'flapping', isInverse: false}]],
    ['!is:Not-Ready', [{type: 'is', word: 'not-ready', isInverse: true}]],
    ['cpu>80', [{type: 'figure', figure: 'cpu', operator: '>', value: 80, isInverse: false}]],
    ['cpu>=80.5%', [{type: 'figure', figure: 'cpu', operator: '>=', value: 80.5, isInverse: false}]],
    ['mem<1.5G', [{type: 'figure', figure: 'mem', operator: '<', value: 1.5 * 2 ** 30, isInverse: false}]],
    ['mem<=512MiB', [{type: 'figure', figure: 'mem', operator: '<=', value: 512 * 2 ** 20, isInverse: false}]],
    ['rtt>5ms', [{type: 'figure', figure: 'rtt', operator: '>', value: 5, isInverse: false}]],
    ['! x', [{type: 'text', text: 'x', isInverse: false}]],
  ])('%j', (text, filter) => {
    expect(parseFilter(text)).toEqual({ok: true, filter});
  });
});

describe('what is wrong with a filter is said with its place', () => {
  test.each([
    ['is:odd', 3, /^is: takes a state, such as stale/],
    ['x !is:odd', 6, /^is: takes a state/],
    ['load>3', 0, /^only cpu, mem and rtt are figures$/],
    ['cpu>', 4, /^a number belongs here, such as cpu>80$/],
    ['cpu>5G', 4, /^a number belongs here/],
    ['x mem>=lots', 7, /such as mem>1.5G$/],
  ])('%j at %d', (text, at, message) => {
    const parsed = parseFilter(text);
    expect(parsed.ok ? null : parsed.problem).toEqual({at, message: expect.stringMatching(message)});
  });
});
