import {describe, expect, test} from '@jest/globals';
import {createPasteBound} from '../../src/terminal/paste-bound.js';
import {seededRandom} from './random-frames.js';

const BEGIN = '\u001B[200~';
const END = '\u001B[201~';

describe('bracketed pastes are bounded', () => {
  test('keys, and pastes that fit, pass unchanged, in whatever parts they come', () => {
    const random = seededRandom(4);
    const text = `ab\u001B[A${BEGIN}one\u001B[20 two${END}\u001B${BEGIN}${END}c${BEGIN}1234567890${END}\u001B[200`;
    for (let count = 0; count < 500; count++) {
      const bound = createPasteBound(20);
      let out = '';
      for (let at = 0; at < text.length; ) {
        const length = 1 + Math.floor(random() * 9);
        out += bound.typed(text.slice(at, at + length));
        at += length;
      }
      expect(out).toBe(text);
    }
  });

  test('the beginning of a longer one is kept, and the keys after it', () => {
    const random = seededRandom(5);
    const text = `a${BEGIN}${'0123456789'.repeat(1_000)}${END}\u0003${BEGIN}12${END}b`;
    for (let count = 0; count < 50; count++) {
      const bound = createPasteBound(5);
      let out = '';
      for (let at = 0; at < text.length; ) {
        const length = 1 + Math.floor(random() * 900);
        out += bound.typed(text.slice(at, at + length));
        at += length;
      }
      expect(out).toBe(`a${BEGIN}01234${END}\u0003${BEGIN}12${END}b`);
    }
  });

  test('a key is passed on at once, also one that could begin a marker', () => {
    const bound = createPasteBound(5);
    expect(bound.typed('\u001B')).toBe('\u001B');
    expect(bound.isOpen()).toBe(false);
  });

  test('a paste without an end marker can be ended', () => {
    const bound = createPasteBound(5);
    expect(bound.typed(`${BEGIN}ab\u001B[2`)).toBe(`${BEGIN}ab`);
    expect(bound.isOpen()).toBe(true);
    expect(bound.flush()).toBe(`\u001B[2${END}`);
    expect(bound.isOpen()).toBe(false);
    expect(bound.typed('q')).toBe('q');
  });
});
