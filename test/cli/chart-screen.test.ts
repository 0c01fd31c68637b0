import {spawnSync} from 'node:child_process';
import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {CIRCUSMAN, openScreen, type Screen, type ScreenOptions} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {startNodes} from '../support/local-nodes.js';

/** What a chart shows of real processes on real nodes, and what of it is copied. */

/** About half a core: it works for a twentieth of a second, and sleeps as long. */
const WORK = 'import time\nwhile True:\n e=time.time()+.05\n while time.time()<e: pass\n time.sleep(.05)';
const WATCHERS =
  watcherSection('burner', {
    cmd: `python3 -c "exec(${JSON.stringify(WORK).replaceAll('"', "'").replaceAll('%', '%%')})"`,
  }) + watcherSection('sleeper', {cmd: 'sleep 3600'});

let nodes: LocalNodes | undefined;
let screen: Screen | undefined;

beforeAll(async () => {
  nodes = await startNodes(2, WATCHERS);
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(() => nodes?.stop());

const ids = () => nodes?.nodes.map(({spec}) => spec.id) ?? [];

async function open(options: ScreenOptions = {}): Promise<Screen> {
  screen = openScreen(ids(), options);
  await screen.until(/2 nodes {2}2 online[\s\S]*running[\s\S]*running/);
  return screen;
}

/** Percent in the column of the table that says how much a series is now. */
const nowOf = (lines: readonly string[], name: string): number => {
  const [, value = ''] = new RegExp(`${name.replaceAll('.', '\\.')} +([\\d.]+)%`).exec(lines.join('\n')) ?? [];
  return value === '' ? Number.NaN : Number(value);
};

test('the marked cells are drawn, a cursor holds the picture, and the table is copied as it is shown', async () => {
  const shown = await open();
  const [first = '', second = ''] = ids();
  shown.press('<right><space><down><space>m');
  await shown.until(/^Chart of cpu \(% of one core\), 10 min · follows now/m);
  await shown.until(
    lines => nowOf(lines, `${first} burner`) > 5 && nowOf(lines, `${second} burner`) > 5,
    'both values',
  );
  await shown.until(/[\u2801-\u28FF]/u);
  shown.press(':note the load begins<enter>');
  shown.press('+++,');
  // What was held before the note came would not have it.
  await shown.until(/^Chart of cpu \(% of one core\), 1 min · held at \d\d:\d\d:\d\d /m);
  await shown.until(/the load begins◆|◆the load begins/);
  shown.press('y');
  await shown.until(/copied the table: 4 lines, \d+ bytes/);
  const [text = ''] = shown.copied();
  const [head, titles, ...rows] = text.trimEnd().split('\n');
  expect(head).toMatch(/^cpu, \d{4}-\d\d-\d\d \d\d:\d\d:\d\d to .* \(60 s, values of 1 s\)$/);
  expect(titles).toMatch(/^ +\d\d:\d\d:\d\d +mean +p50 +p95 +max +total +known$/);
  expect(rows.map(row => row.split(' burner')[0])).toEqual([first, second]);
  const oneSpaced = (line: string) => line.replaceAll(/ +/g, ' ').trim();
  const seen = shown.lines().map(oneSpaced);
  for (const row of rows) expect(seen.some(line => line.endsWith(oneSpaced(row)))).toBe(true);
  expect(seen.join('\n')).toContain(`4 lines, ${Buffer.byteLength(text)} bytes`);
});

test('a job is a tick below, and the figures of the machine are drawn, too', async () => {
  const shown = await open({columns: 80, rows: 24});
  const [first = ''] = ids();
  shown.press(`:restart sleeper on ${first}<enter>`);
  await shown.until(/1 ok/);
  shown.press(`:chart busy load used on ${first} --last 1m<enter>`);
  await shown.until(/^Chart of busy, load, used, 1 min/m);
  await shown.until(/#1 restart sleeper/);
  await shown.until(new RegExp(`${first} used +[\\d.]+[MG]`));
});

const hasTmux = spawnSync('tmux', ['-V']).error === undefined;
if (!hasTmux) process.stderr.write('tmux is not installed: copying through it is not tested\n');

(hasTmux ? test : test.skip)(
  'through tmux, with set-clipboard on, the table is copied into its buffer and to the terminal',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'tmux-'));
    const [socket, settings] = ['socket', 'tmux.conf'].map(name => path.join(folder, name));
    writeFileSync(`${settings}`, 'set -s set-clipboard on\nset -g status off\nset -g default-terminal tmux-256color\n');
    const tmux = (...args: readonly string[]) => spawnSync('tmux', ['-S', `${socket}`, ...args], {encoding: 'utf8'});
    try {
      const shown = await open({
        program: ['tmux', '-S', `${socket}`, '-f', `${settings}`, 'new-session', process.execPath, CIRCUSMAN],
      });
      shown.press('m');
      await shown.until(/^Chart of cpu/m);
      shown.press('y');
      await shown.until(/copied the table: \d+ lines, \d+ bytes/);
      const buffer = await eventually(() => {
        const {stdout} = tmux('show-buffer');
        expect(stdout).toMatch(/^cpu, \d{4}-/);
        return stdout;
      });
      const [, bytes] = /, (\d+) bytes/.exec(shown.lines().join('\n')) ?? [];
      expect(Buffer.byteLength(buffer)).toBe(Number(bytes));
      await eventually(() => expect(shown.copied()).toContain(buffer));
    } finally {
      tmux('kill-server');
      rmSync(folder, {recursive: true, force: true, maxRetries: 5});
    }
  },
);

const hasScreen = spawnSync('screen', ['--version']).error === undefined;
if (!hasScreen) process.stderr.write('GNU screen is not installed: copying through it is not tested\n');

(hasScreen ? test : test.skip)(
  'through GNU screen the terminal gets the table, and nothing of it is seen',
  async () => {
    const folder = mkdtempSync(path.join(os.tmpdir(), 'screen-'));
    const settings = path.join(folder, 'screenrc');
    writeFileSync(settings, 'startup_message off\n');
    const env = {SCREENDIR: folder};
    try {
      const shown = await open({
        env,
        program: ['screen', '-S', 'chart-test', '-c', settings, process.execPath, CIRCUSMAN],
      });
      shown.press('m');
      await shown.until(/^Chart of cpu/m);
      shown.press('y');
      await shown.until(/copied the table: \d+ lines, \d+ bytes/);
      const [, bytes] = /, (\d+) bytes/.exec(shown.lines().join('\n')) ?? [];
      await eventually(() => expect(shown.copied().map(text => Buffer.byteLength(text))).toEqual([Number(bytes)]));
      expect(shown.lines().join('\n')).not.toMatch(/52;c/);
    } finally {
      spawnSync('screen', ['-S', 'chart-test', '-X', 'quit'], {env: {...process.env, ...env}});
      rmSync(folder, {recursive: true, force: true, maxRetries: 5});
    }
  },
);

test('where a terminal has no clipboard it says so', async () => {
  const shown = await open({env: {TERM: 'linux'}});
  shown.press('my');
  await shown.until(/this terminal has no clipboard that a program could write to/);
  expect(shown.copied()).toEqual([]);
});
