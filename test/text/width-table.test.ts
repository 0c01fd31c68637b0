import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {expect, test} from '@jest/globals';
import stringWidth from 'string-width';
import {tableWidth} from '../../src/text/width-table.js';
import {PACKAGE_ROOT} from '../support/package-root.js';
import {seededRandom} from '../terminal/random-frames.js';

/** What is outside ASCII in the code of a room, comments apart: all that it can put onto the screen by itself. */
function glyphsOf(room: string): readonly string[] {
  const folder = path.join(PACKAGE_ROOT, 'src', room);
  return readdirSync(folder).flatMap(file => {
    const code = readFileSync(path.join(folder, file), 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '');
    return [...code.matchAll(/[^\u0000-\u007F]/gu)].map(([glyph]) => glyph);
  });
}

test('every glyph of the screen is in the table: one that is not costs 25 ms', () => {
  const glyphs = new Set(['view', 'model', 'store', 'command'].flatMap(glyphsOf));
  expect(glyphs.size).toBeGreaterThan(30);
  expect([...glyphs].filter(glyph => tableWidth(glyph) !== 1)).toEqual([]);
});

test('the table and string-width agree about each character', () => {
  for (let code = 0; code < 0x1_0000; code++) {
    const char = String.fromCharCode(code);
    const own = tableWidth(char);
    if (own !== null) expect({code, width: own}).toEqual({code, width: stringWidth(char)});
  }
});

test('the table and string-width agree about thousands of random texts, coloured and not', () => {
  const random = seededRandom(26);
  const pick = (from: readonly string[]) => from[Math.floor(random() * from.length)] ?? '';
  const sure = [...'node-07.lab 12%', ...'●◑◐○✖⚠·▌✓▲▼◂▸█░…—→×Σ▁▂▃▄▅▆▇┌─┐é⣿', '\u001B[31m', '\u001B[1;31m', '\u001B[0m'];
  const odd = ['\u0301', '\uFE0F', '\u200D', '世', '🟢', '\u00AD', '\n', '\t', '\u001B[2K', '\u001B', '✔', 'ﾞ', '👩'];
  let known = 0;
  for (let count = 0; count < 20_000; count++) {
    const from = random() < 0.5 ? sure : [...sure, ...odd];
    const text = Array.from({length: Math.floor(random() * 12)}, () => pick(from)).join('');
    const own = tableWidth(text);
    if (own === null) continue;
    known++;
    expect({text, width: own}).toEqual({text, width: stringWidth(text)});
  }
  expect(known).toBeGreaterThan(10_000);
});

test('what could join is not in the table', () => {
  for (const text of ['e\u0301', '⚠\uFE0F', '1\uFE0F\u20E3', '\r\n', 'a\u001B]0;title\u0007', '\u001B[31']) {
    expect(tableWidth(text)).toBeNull();
  }
});
