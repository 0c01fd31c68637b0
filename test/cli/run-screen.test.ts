import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

/** `run FILE` in the bar, on real nodes. */
let cluster: ServiceNodes;
let folder: string;
let screen: Screen | undefined;

beforeAll(async () => {
  folder = await mkdtemp(path.join(os.tmpdir(), 'circusman-run-'));
  cluster = await startServiceNodes(2, {service: '', box: () => ({cmd: 'sleep 3600'})});
});
afterEach(() => screen?.close());
afterAll(async () => {
  await cluster.stop();
  await rm(folder, {recursive: true});
});

async function open(lines: readonly string[]): Promise<{readonly screen: Screen; readonly file: string}> {
  const file = path.join(folder, 'f');
  await writeFile(file, lines.join('\n'));
  screen = openScreen([cluster.nodes.map(({spec}) => spec.id).join(',')], {
    columns: 150,
    rows: 30,
    env: {XDG_STATE_HOME: await mkdtemp(path.join(folder, 'state-'))},
  });
  await screen.until(/2 stopped/);
  return {screen, file};
}

test('a file is previewed, begun past the question that its commands want, and shown by line to its end', async () => {
  const {screen, file} = await open([
    'repeat 2',
    `  start \${what}`,
    '  sleep 700ms',
    '  stop box',
    'end',
    'reset box',
  ]);
  screen.press(`:run ${file} --set what=box`);
  await screen.until(/→ 3 commands, 2 targets on 2 nodes/);
  screen.press('<enter>');
  await screen.until(/run \S+f --set what=box: 3 commands, 2 targets on 2 nodes\? +type 2, then enter/);
  screen.press('2<enter>');
  await screen.until(/f: sleep 0\.7s/);
  await screen.until(/f: line 4, pass 2 of 2: stop box|f: all of it ended as expected/);
  await screen.until(/f: all of it ended as expected/);
  expect(screen.lines().join('\n')).toMatch(/stopped/);
});

test('--dry-run shows every target of every line, in read-only too, and enter types what runs it', async () => {
  const {screen, file} = await open([
    'repeat 2',
    `  start \${what}`,
    'end',
    ...Array(20).fill('stop box'),
    'reset box',
  ]);
  const [one, two] = cluster.nodes.map(({spec}) => spec.id);
  screen.press(':readonly on<enter>');
  await screen.until(/read-only/);
  screen.press(`:run ${file} --d<tab>`);
  await screen.until(/--dry-run/);
  screen.press('--set what=box');
  await screen.until(/f: shows what its 22 commands would do, and sends nothing/);
  screen.press('<enter>');
  await screen.until(/f: what it would do; nothing of it was sent +1-\d+ of 67 lines/);
  const [, ...shown] = screen.lines().slice(screen.lines().findIndex(line => line.includes('nothing of it was sent')));
  expect(shown.slice(0, 5).map(line => line.trimEnd())).toEqual([
    'line 1: repeat 2',
    expect.stringMatching(/^line 2: {3}start box on /),
    `  ${one} box`,
    `  ${two} box`,
    expect.stringMatching(/^line 4: stop box on /),
  ]);
  screen.press('<pagedown><pagedown><pagedown><pagedown>');
  await screen.until(new RegExp(`line 24: reset box on .*\\n +${one} box *\\n +${two} box`));
  screen.press('<enter>');
  await screen.until(/:run \S*f --set what=box *\n[^\n]*:2:3: read-only: start would change a node/);
  screen.press('<esc><esc>');
  await screen.until(/2 stopped/);
});

test('what was done becomes a file, which is never written over', async () => {
  const {screen, file} = await open([]);
  screen.press(':start box<enter>');
  await screen.until(/#1 start box .* 2\/2 ok/);
  screen.press(`:jobs export 1 ${file}2<enter>`);
  await screen.until(/1 job in \S*f2, for run/);
  screen.press(`:jobs export 1 ${file}2<enter>`);
  await screen.until(/f2 is there already, and stays as it is/);
  screen.press(`:run ${file}2<enter>`);
  await screen.until(/f2: all of it ended as expected/);
  screen.press(':stop box<enter>');
  await screen.until(/all that run\)\?/);
  screen.press('y');
  await screen.until(/#3 stop box .* 2\/2 ok/);
});

test('a file in a folder with a blank, completed, means all nodes whatever is marked; what is no file is said so', async () => {
  const {screen} = await open([]);
  const home = path.join(folder, 'with blank');
  await mkdir(home);
  await writeFile(path.join(home, 'bring up'), 'start box\nstop box');
  screen.press('<space>');
  await screen.until(/1 marked/);
  screen.press(`:run "${home}/b<tab>`);
  await screen.until(/→ 2 commands, 2 targets on 2 nodes/);
  screen.press('<enter>');
  await screen.until(/bring up: all of it ended as expected/);
  screen.press(`:run "${home}"`);
  await screen.until(/with blank cannot be read: it is a folder, not a plain file/);
});

test('several lines that are wrong are all shown by a dry run, a name that no node has among them', async () => {
  const {screen, file} = await open(['start box', 'start bax', 'stop box on 127.0.0.99', `start \${box}`]);
  screen.press(`:run ${file}`);
  await screen.until(/f:4:7: \$\{box\} is not set: give it by --set box=VALUE/);
  screen.press(' --set box=');
  await screen.until(/--set box= gives it no value/);
  screen.press('box');
  await screen.until(/f:2:7: no node has a watcher bax \(and 1 more: --dry-run shows them\)/);
  screen.press(' --dry-run<enter>');
  await screen.until(
    /f: what is wrong in it; nothing of it was sent[^\n]*\n\S*f:2:7: no node has a watcher bax *\n\S*f:3:13: 127\.0\.0\.99 is not in the cluster/,
  );
});

test('what is wrong in it is said before enter, and --stop begins nothing more', async () => {
  const {screen, file} = await open(['start box', 'strat box']);
  screen.press(`:run ${file}`);
  await screen.until(/f:2:1: there is no command "strat": did you mean start\?/);
  await writeFile(file, `run ${file}\n`);
  screen.press(' ');
  await screen.until(/f:1:5: a file begins no other file/);
  await writeFile(file, 'start box\nsleep 10m\nstart box\n');
  screen.press(' <enter>');
  await screen.until(/f: sleep 600s/);
  screen.press(':run --stop<enter>');
  await screen.until(/f: not begun: line 3/);
  screen.press(':run --stop<enter>');
  await screen.until(/no file runs/);
  await writeFile(file, 'wait box stopped\nstart box\n');
  screen.press(`:run ${file}<enter>`);
  await screen.until(/f: line 1: wait box stopped/);
  screen.press(':run --stop<enter>');
  await screen.until(/f begins nothing more; it waits for line 1: wait box stopped/);
});
