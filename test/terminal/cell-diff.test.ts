import {describe, expect, test} from '@jest/globals';
import {createCellDiff} from '../../src/terminal/cell-diff.js';

const SIZE = {columns: 20, rows: 3};

function diffFrom(lines: readonly string[], size = SIZE) {
  const diff = createCellDiff();
  diff.update(lines, size);
  return diff;
}

describe('an update', () => {
  test('is empty when nothing changed, also when the same is written in another way', () => {
    const diff = diffFrom(['\u001B[31mred\u001B[39m', 'b', 'c']);
    expect(diff.update(['\u001B[31mred\u001B[39m', 'b', 'c'], SIZE)).toBe('');
    expect(diff.update(['\u001B[31mred\u001B[0m   ', 'b', 'c\u001B[1m'], SIZE)).toBe('');
  });

  test('writes the cells that changed', () => {
    expect(diffFrom(['one', 'two', 'three']).update(['one', 'tWo', 'three'], SIZE)).toBe('\u001B[2;2HW');
  });

  test('writes few unchanged cells between two changes again, and moves over many', () => {
    const diff = diffFrom(['0123456789abcdef']);
    expect(diff.update(['X12X456789abcdef'], SIZE)).toBe('\u001B[HX12X');
    expect(diff.update(['Y12X456789abcdeY'], SIZE)).toBe('\u001B[HY\u001B[16GY');
  });

  test('goes to the next row by the shortest sequence', () => {
    expect(diffFrom(['a', 'b', 'c']).update(['A', 'B', 'C'], SIZE)).toBe('\u001B[HA\r\nB\r\nC');
  });

  test('erases a long rest, and blanks a short one', () => {
    expect(diffFrom(['abcdefgh']).update(['ab'], SIZE)).toBe('\u001B[1;3H\u001B[K');
    expect(diffFrom(['abcd']).update(['ab'], SIZE)).toBe('\u001B[1;3H  ');
  });

  test('keeps the pen for spaces whose colour cannot be seen', () => {
    expect(diffFrom(['']).update(['\u001B[31ma\u001B[0m \u001B[31mb'], SIZE)).toBe('\u001B[H\u001B[31ma b');
  });

  test('draws everything at another size, and after the screen was forgotten', () => {
    const diff = diffFrom(['a', 'b']);
    const whole = '\u001B[m\u001B[2J\u001B[Ha\r\nb';
    expect(diff.update(['a', 'b'], {columns: 21, rows: 3})).toBe(whole);
    expect(diff.update(['a', 'b'], {columns: 21, rows: 3})).toBe('');
    diff.forget();
    expect(diff.update(['a', 'b'], {columns: 21, rows: 3})).toBe(whole);
  });
});

test('what is assumed to be shown is not drawn again', () => {
  const diff = createCellDiff();
  diff.assume(['\u001B[31mone\u001B[0m', 'two'], SIZE);
  expect(diff.update(['\u001B[31mone\u001B[39m', 'two  ', ''], SIZE)).toBe('');
  expect(diff.update(['\u001B[31mone\u001B[39m', 'twO'], SIZE)).toBe('\u001B[2;3HO');
});
