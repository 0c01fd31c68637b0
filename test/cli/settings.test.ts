import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {afterAll, afterEach, beforeAll, describe, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {LocalNodes} from '../../src/demo/local-nodes.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {startNodes} from '../support/local-nodes.js';
import {runCircusman} from '../support/run-circusman.js';

const WATCHERS = ['backup', 'box', 'web']
  .map(name => watcherSection(name, {cmd: 'sleep 3600', autostart: false}))
  .join('');

let cluster: LocalNodes;
let folder: string;
let screen: Screen | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'circusman-settings-'));
  cluster = await startNodes(2, WATCHERS);
});

afterAll(async () => {
  await cluster.stop();
  await rm(folder, {recursive: true});
});

afterEach(() => screen?.close());

const SET = () => cluster.nodes.map(({spec}) => spec.id).join(',');

async function configFile(text: string): Promise<string> {
  const file = path.join(folder, 'config.toml');
  await writeFile(file, text);
  return file;
}

/** The screen on the cluster with this configuration, once every node is read. */
async function open(config: string, flags: readonly string[] = []): Promise<Screen> {
  screen = openScreen([SET(), '--config', await configFile(config), ...flags]);
  await screen.until(
    lines =>
      lines.filter(line => (line.includes('online') && line.includes('○')) || /^[▌ ] .* ○/.test(line)).length > 1,
    'every node read',
  );
  return screen;
}

describe('the screen obeys the configuration file', () => {
  test('keys: what was chosen does it, what it replaced does nothing, and texts name what is in force', async () => {
    const seen = await open('[keys.grid]\nstart = "X"\nunmark-all = ["z", "ctrl-u"]\nhalf-page-up = []\nhelp = "H"\n');
    await seen.until(/X start .* H help/);
    seen.press('s');
    await seen.until(/s does nothing here; H shows the keys/);
    seen.press('<right><space>X');
    await seen.until(/#1 start backup .* 1\/1 ok/);
    await seen.until(/1 still marked · z unmarks/);
    seen.press('<ctrl-u>');
    await seen.until(lines => !lines.some(line => line.includes('marked')), 'no mark');
    seen.press('H');
    await seen.until(/^ +X +Start watchers/m);
  });

  test('watchers: the order of their columns, and what "all" leaves out', async () => {
    const seen = await open('[grid]\nwatchers = ["web", "box"]\nnot_in_all = ["back*"]\n');
    await seen.until(/NODE .* web .* box .* backup/);
    seen.press(':stop');
    await seen.until(/2 nodes × box, web = 4 targets, without backup/);
  });

  test('columns: those of nodes and of cells; what is not shown still sorts and filters', async () => {
    const seen = await open('[grid]\ncolumns = ["memory"]\ncells = ["cpu"]\n');
    await seen.until(/NODE +MEM {2}backup +box/);
    seen.press(':sort rtt<enter>');
    await seen.until(/sorted by rtt/);
    seen.press('/rtt<1000<enter>');
    await seen.until(/filter rtt<1000 hides 0/);
  });

  test('how many targets ask first', async () => {
    const seen = await open('[thresholds]\nask_above = 1\n');
    seen.press('<right>x');
    await seen.until(/#1 stop backup .* 1\/1 ok/);
    seen.press('<left>x');
    await seen.until(/stop on \S+: 1 node × backup, box, web = 3 targets\?/);
  });
});

test('how long a node may be silent', async () => {
  const file = await configFile('[pings]\nevery = "300ms"\npatience = "200ms"\noffline_after = "2s"\n');
  screen = openScreen([SET(), '--config', file]);
  await screen.until(/2 online/);
  const [frozen] = cluster.nodes;
  if (frozen === undefined) throw new Error('there is no node');
  process.kill(frozen.pid, 'SIGSTOP');
  try {
    await screen.until(/stale [12]s/);
    await screen.until(/no answer for 2 s/);
  } finally {
    process.kill(frozen.pid, 'SIGCONT');
  }
  await screen.until(/2 online/);
});

test('what flapping is: as many crashes within as long as the file says, in status, too', async () => {
  const loop = watcherSection('loop', {cmd: "sh -c 'sleep 0.2; exit 3'", warmup_delay: 0});
  const nodes = await startNodes(1, loop);
  try {
    const set = nodes.nodes.map(({spec}) => spec.id).join(',');
    const file = await configFile('[thresholds]\nflapping_crashes = 5\nflapping_within = "10m"\n');
    screen = openScreen([set, '--config', file]);
    await screen.until(/flapping [5-9]\/10m/);
    const {out} = await runCircusman(['status', set, '--config', file]);
    expect(out).toMatch(/flapping \d+\/10m/);
  } finally {
    await screen?.close();
    await nodes.stop();
  }
});

test('a command without names leaves out what the file says, in exec, too; named it is reached', async () => {
  const file = await configFile('[grid]\nnot_in_all = ["backup"]\n');
  const run = (...words: readonly string[]) =>
    runCircusman(['exec', '-c', SET(), '--config', file, '--json', ...words]);
  const watchers = (out: string) => JSON.parse(out).targets.map(({watcher}: {watcher: string}) => watcher);
  const all = await run('stop');
  expect(watchers(all.out)).toEqual(['box', 'web', 'box', 'web']);
  const named = await run('stop', 'backup');
  expect(watchers(named.out)).toEqual(['backup', 'backup']);
});

test('a column that there is not is told with the nearest one', async () => {
  const file = await configFile('[grid]\ncolumns = ["state", "memry"]\ncells = ["words"]\n');
  const {code, err} = await runCircusman(['config', '--check', '--config', file]);
  expect([code, err.trimEnd().split('\n')]).toEqual([
    2,
    [
      expect.stringMatching(/config\.toml:2: grid\.columns: "memry" is no column: did you mean memory\?$/),
      expect.stringMatching(
        /config\.toml:3: grid\.cells: "words" is no column: there are state, cpu, memory, threads, .*restarts$/,
      ),
    ],
  ]);
});

test('wrong keys are told all at once, each with its line, beside whatever else is wrong', async () => {
  const file = await configFile(
    'theme = "pink"\n[keys.grid]\nstopp = "X"\nssh = "ctrl-shift-q"\nstop = "r"\n[keys.gird]\nstop = "X"\n',
  );
  const {code, out, err} = await runCircusman(['config', '--check', '--config', file]);
  expect([code, out]).toEqual([2, '']);
  expect(err.trimEnd().split('\n')).toEqual([
    expect.stringMatching(/config\.toml:1: theme: .*"pink" is not one of auto, dark, light/),
    expect.stringMatching(/config\.toml:3: keys\.grid\.stopp: nothing there is called "stopp": did you mean stop\?/),
    expect.stringMatching(/config\.toml:4: keys\.grid\.ssh: "ctrl-shift-q" is no key: a key is a character/),
    expect.stringMatching(/config\.toml:5: keys\.grid\.stop: "r" would be the key of restart, too/),
    expect.stringMatching(/config\.toml:7: keys\.gird\.stop: "gird" is no screen that has keys: did you mean grid\?/),
  ]);
});
