import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';

const SESSION = 'circusman-test';
/** Nobody answers there. */
const OTHERS = '127.0.97.1-60';

const isInstalled = spawnSync('screen', ['--version']).error === undefined;
if (!isInstalled) process.stderr.write('GNU screen is not installed: what circusman looks like in it is not tested\n');

let nodes: LocalNodes | undefined;
let screen: Screen | undefined;
let folder = '';

beforeAll(async () => {
  if (isInstalled) nodes = await startNodes(1);
});

afterAll(() => nodes?.stop());

afterEach(async () => {
  // It goes on without its terminal, and circusman in it.
  if (folder !== '') spawnSync('screen', ['-S', SESSION, '-X', 'quit'], {env: {...process.env, SCREENDIR: folder}});
  await screen?.close();
  if (folder !== '') rmSync(folder, {recursive: true, force: true, maxRetries: 5});
});

/** circusman in a shell in GNU screen in a pseudo-terminal. */
function openInGnuScreen(hasAlternate: boolean, size: {columns: number; rows: number}, LANG: string): Screen {
  folder = mkdtempSync(path.join(os.tmpdir(), 'gnu-screen-'));
  const settings = path.join(folder, 'screenrc');
  writeFileSync(settings, `startup_message off\naltscreen ${hasAlternate ? 'on' : 'off'}\n`);
  const script = 'echo before; "$0" "$@"; echo "code $?"; stty -a; echo after; exec cat';
  screen = openScreen([`${id()},${OTHERS}`], {
    ...size,
    env: {LANG, SCREENDIR: folder},
    program: ['screen', '-S', SESSION, '-c', settings, '/bin/sh', '-c', script, process.execPath, CIRCUSMAN],
  });
  return screen;
}

const id = () => nodes?.nodes[0]?.spec.id ?? '';

const isAt = (place: string) => (lines: readonly string[]) =>
  lines.some(line => /^[▌>]/u.test(line) && line.includes(` ${place} `));

const title = isInstalled ? 'in GNU screen' : 'in GNU screen, which is not installed here';

(isInstalled ? describe : describe.skip)(title, () => {
  test.each([
    ['C.UTF-8', {columns: 80, rows: 24}],
    ['C', {columns: 120, rows: 40}],
  ])('the picture, keys and resizes are right: %s %j', async (locale, size) => {
    const seen = openInGnuScreen(false, size, locale);
    const isWhole =
      ({columns}: {columns: number}) =>
      (lines: readonly string[]) =>
        lines[0]?.trimEnd().length === columns && /^space mark .* q quit( {2}L log)?\s*$/.test(lines.at(-1) ?? '');
    await seen.until(/1 online . 60 offline/);
    await seen.until(isWhole(size));
    expect(isAt(id())(seen.lines())).toBe(true);
    for (const [key, place] of [
      ['<down>', '127.0.97.1'],
      ['<end>', '127.0.97.60'],
      ['<up>', '127.0.97.59'],
      ['<home>', id()],
    ] as const) {
      seen.press(key);
      await seen.until(isAt(place), `${key} leads to ${place}`);
    }
    seen.press('<pagedown>');
    await seen.until(lines => !isAt(id())(lines));
    seen.press('<pageup>');
    await seen.until(isAt(id()));
    seen.press(':sort');
    await seen.until(/^:sort/m);
    seen.press('<esc>');
    await seen.until(lines => !/^:sort/m.test(lines.join('\n')));
    for (const other of [
      {columns: 100, rows: 30},
      {columns: 80, rows: 20},
    ]) {
      seen.resize(other.columns, other.rows);
      const lines = await seen.until(isWhole(other), `the picture at ${other.columns} × ${other.rows}`);
      expect(lines.filter(line => line.includes('circusman'))).toHaveLength(1);
    }
    if (locale === 'C') expect(seen.lines().join('')).toMatch(/^[\u0020-\u007E]*$/);
  });

  test.each([true, false])('the terminal is left right, with an alternate screen: %p', async hasAlternate => {
    const seen = openInGnuScreen(hasAlternate, {columns: 120, rows: 40}, 'C.UTF-8');
    await seen.until(/1 online/);
    seen.press('q');
    const lines = (await seen.until(/^after/m)).map(line => line.trimEnd());
    // Without one, what was there before is gone, and of the picture nothing is left.
    expect(lines.slice(0, 2)).toContain('code 0');
    expect(lines[0]).toBe(hasAlternate ? 'before' : 'code 0');
    expect(lines.slice(lines.indexOf('after') + 1).join('')).toBe('');
    expect(lines.join(' ')).toMatch(/ icanon .* echo /);
    seen.press('typed<enter>');
    await seen.until(/^typed\s*\ntyped/m);
  });
});
