import {describe, expect, test} from '@jest/globals';
import {createReplyFilter, shadeOf} from '../../src/terminal/reply-filter.js';

const COLOUR = '\u001B]11;rgb:1e1e/1e1e/2e2e\u001B\\';
const ATTRIBUTES = '\u001B[?62;22c';

function expecting() {
  const filter = createReplyFilter();
  const replies: (string | null)[] = [];
  filter.expect(reply => replies.push(reply));
  return {filter, replies};
}

describe('the answer', () => {
  test('is removed from what is typed, in whatever pieces it comes', () => {
    const all = `a${COLOUR}b${ATTRIBUTES}c`;
    for (let cut = 0; cut <= all.length; cut++) {
      const {filter, replies} = expecting();
      const typed = filter.typed(all.slice(0, cut)) + filter.typed(all.slice(cut));
      expect([typed, replies]).toEqual(['abc', ['rgb:1e1e/1e1e/2e2e']]);
    }
    const {filter, replies} = expecting();
    expect([...all].map(filter.typed).join('')).toBe('abc');
    expect(replies).toHaveLength(1);
  });

  test('may be missing', () => {
    const {filter, replies} = expecting();
    expect(filter.typed(ATTRIBUTES)).toBe('');
    expect(replies).toEqual([null]);
  });
});

describe('keys', () => {
  test('pass unchanged while no answer is due', () => {
    const {filter} = expecting();
    filter.typed(ATTRIBUTES);
    expect(filter.typed('\u001B')).toBe('\u001B');
    expect(filter.typed('\u001B]')).toBe('\u001B]');
    expect(createReplyFilter().typed(COLOUR)).toBe(COLOUR);
  });

  test('such as Esc are held back while one is due, until it is clear that they were typed', () => {
    const {filter} = expecting();
    expect([filter.typed('\u001B'), filter.isHolding()]).toEqual(['', true]);
    expect([filter.flush(), filter.isHolding()]).toEqual(['\u001B', false]);
    expect(filter.typed('\u001B[A')).toBe('\u001B[A');
  });
});

test.each([
  ['rgb:0000/0000/0000', 'dark'],
  ['rgb:1e/1e/2e', 'dark'],
  ['rgb:ffff/ffff/dddd', 'light'],
  ['rgba:fd/f6/e3/ff', 'light'],
  ['rgb:f/f/f', 'light'],
  ['white', null],
])('a background of %s is %s', (colour, shade) => {
  expect(shadeOf(colour)).toBe(shade);
});
