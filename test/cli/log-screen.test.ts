import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {watcherSection} from '../../src/demo/circus-ini.js';
import type {NodeContent} from '../../src/demo/local-node.js';
import {startLocalNodes} from '../../src/demo/local-nodes.js';
import {startCircusd} from '../support/circusd.js';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {eventually} from '../support/eventually.js';
import {LAUNCHER, startNodes} from '../support/local-nodes.js';
import {type LogNode, type LogNodes, type LogWatcher, startLogNodes} from '../support/log-nodes.js';
import {testHost} from '../support/test-network.js';

/** The log screen on real nodes, from the key to the line. */

/** It says why, and does not start. */
function broken(folder: string): NodeContent {
  const streams = ['stdout', 'stderr'].flatMap(name => [
    [`${name}_stream.class`, 'FileStream'],
    [`${name}_stream.filename`, `${folder}/broken.${name}`],
  ]);
  const cmd = '/bin/sh -c "echo reading the settings; echo port 7474 is taken, giving up >&2; exit 3"';
  return {watchers: watcherSection('broken', {cmd, autostart: false, ...Object.fromEntries(streams)})};
}

let nodes: LogNodes;
let screen: Screen | undefined;

beforeAll(async () => {
  nodes = await startLogNodes(2, {watchers: ['neo4j', 'titan']});
});
afterEach(async () => {
  await screen?.close();
  screen = undefined;
});
afterAll(() => nodes.stop());

function nodeAt(index: number): LogNode {
  const node = nodes.nodes[index];
  if (node === undefined) throw new Error(`there is no node ${index}`);
  return node;
}

function watcherAt(node: number, watcher: number): LogWatcher {
  const found = nodeAt(node).watchers[watcher];
  if (found === undefined) throw new Error(`there is no watcher ${watcher}`);
  return found;
}

const hosts = () => nodes.nodes.map(({address}) => address.host);

async function open(env: Readonly<Record<string, string>> = {}): Promise<Screen> {
  screen = openScreen([hosts().join(',')], {env});
  await screen.until(/2 nodes {2}2 online[\s\S]*running[\s\S]*running/);
  return screen;
}

/** A line with a time, as the service declares it. */
function line(text: string, ago = 0): string {
  const then = new Date(Date.now() - ago).toISOString();
  return `${then.slice(0, 10)} ${then.slice(11, 23)}+0000 ${text}\n`;
}

test('L on marks shows the lines of their nodes as they come, stderr and files told from stdout', async () => {
  const [one, other] = hosts();
  await watcherAt(0, 0).writer.say('stdout', line('the first of one'));
  const shown = await open();
  shown.press('<right><space><down><space>L');
  await shown.until(new RegExp(`^ ${one} out +│ .* the first of one *$`, 'm'));
  await watcherAt(1, 0).writer.say('stderr', line('\u001b[31mbad\u001b[0m news'));
  await shown.until(new RegExp(`^ ${other} err +│ .* \\\\x1b\\[31mbad\\\\x1b\\[0m news *$`, 'm'));
  await watcherAt(1, 0).writer.say(watcherAt(1, 0).file('logs/app.log'), line('of a file'));
  await shown.until(new RegExp(`^ ${other} app.log│ .* of a file *$`, 'm'));
  expect(shown.lines()[1]).toMatch(/^neo4j on .* · .*logs\/app\.log .* following *$/);
  shown.press('c');
  await shown.until(/ bad news *$/m);
  shown.press('<esc>');
  await shown.until(/^ {2}NODE/m);
});

test('older lines come while one scrolls up, to the begin of the oldest file; what is looked at stays', async () => {
  const titan = watcherAt(0, 1);
  const file = titan.file('logs/app.log');
  await titan.writer.say(file, line('the very first'));
  for (const _ of [1, 2]) {
    await titan.writer.write(file, {lines: 3_000, kind: 'utf8'});
    await titan.writer.rotate(file, 3);
  }
  await titan.writer.write(file, {lines: 3_000});
  const shown = await open();
  shown.press(`:log titan on ${hosts()[0]} --source logs/app.log<enter>`);
  await shown.until(/ line 9000 .*\n.*\n.*$/);
  shown.press('g');
  await shown.until(/│ .* the very first *$/m);
  shown.press('<pagedown>');
  await shown.until(lines => !lines.some(each => each.includes('the very first')));
  const before = shown.lines().slice(2, -2);
  await titan.writer.write(file, {lines: 100});
  shown.press('k');
  await shown.until(lines => lines[3] === before[0]);
  shown.press('G');
  await shown.until(/ line 9100 /);
});

test('a search finds what was never fetched, a filter leaves only lines that fit, and a time is gone to', async () => {
  const neo4j = watcherAt(0, 0);
  const file = neo4j.file('logs/app.log');
  await neo4j.writer.say(file, line('Needle one', 3_600_000));
  await neo4j.writer.write(file, {lines: 20_000});
  await neo4j.writer.say(file, line('Needle two'));
  const shown = await open();
  shown.press(`:log neo4j on ${hosts()[0]} --source logs/app.log<enter>`);
  await shown.until(/Needle two/);
  shown.press('/needle<enter>');
  await shown.until(/^▌.*Needle two *$/m);
  shown.press('n');
  await shown.until(/^▌.*Needle one *$/m);
  shown.press('n');
  await shown.until(/no further line has needle there; N looks the other way/);
  shown.press('G&Needle<enter>');
  await shown.until(
    lines => lines.filter(each => each.includes('Needle')).length >= 2 && !lines.some(each => each.includes(' line ')),
  );
  expect(shown.lines()[1]).toContain('&Needle');
  shown.press('&<ctrl-u><enter>');
  await shown.until(/ line 20000 /);
  shown.press('t-59m<enter>');
  await shown.until(/^▌.* line 1 /m);
});

test('one node and one source alone, and all again; a pause loses nothing', async () => {
  const shown = await open();
  const [one, other] = hosts();
  for (const index of [0, 1]) await watcherAt(index, 1).writer.say('stdout', line(`from ${index}`));
  shown.press(`:log titan<enter>`);
  await shown.until(/from 0[\s\S]*from 1/);
  shown.press('o');
  await shown.until(
    lines => lines[1]?.startsWith(`titan on ${one} ·`) === true && lines.some(each => each.includes('from 0')),
  );
  shown.press('o');
  await shown.until(
    lines => lines[1]?.startsWith(`titan on ${other} ·`) === true && lines.some(each => each.includes('from 1')),
  );
  shown.press('as');
  await shown.until(/^titan on [^ ]+ · stdout /m);
  shown.press('ap');
  await shown.until(/PAUSED *$/m);
  await watcherAt(1, 1).writer.say('stdout', line('said in a pause'));
  shown.press('p');
  await shown.until(/said in a pause/);
});

test('what is looked at stays, though many times what is held comes meanwhile; then the end is followed again', async () => {
  const shown = await open({CIRCUSMAN_LOG_LINES: '2000'});
  const {writer} = watcherAt(1, 1);
  const file = watcherAt(1, 1).file('logs/app.log');
  await writer.write(file, {lines: 3_000});
  const {lines: before} = await writer.setRate(file, {lines: 5_000});
  shown.press(`:log titan on ${hosts()[1]} --source logs/app.log<enter>`);
  await shown.until(/following *$/m);
  shown.press(`/line ${before - 500} <enter>`);
  const isMarked = (lines: readonly string[]) =>
    lines[19]?.startsWith('▌') === true && lines[19].includes(` line ${before - 500} `);
  await shown.until(isMarked);
  await eventually(async () => expect((await writer.written(file)).lines).toBeGreaterThan(before + 10_000));
  shown.press('j');
  await shown.until(lines => lines[18]?.startsWith('▌') === true);
  shown.press('k');
  await shown.until(isMarked);
  const {lines: last} = await writer.setRate(file, {lines: 0});
  shown.press('G');
  await shown.until(new RegExp(` line ${last} `));
  await shown.until(/following *$/m);
});

test('a stock circusd, and a stream that goes to no file, are said in the middle, with what to do', async () => {
  const stock = await startCircusd(testHost('88.1'), watcherSection('box', {cmd: 'sleep 3600'}));
  const own = await startNodes(1);
  const mute = own.nodes[0]?.spec.id ?? '';
  try {
    screen = openScreen([[stock.address, mute].join(',')]);
    await screen.until(/2 nodes {2}2 online/);
    screen.press(`:log box on ${stock.address}<enter>`);
    await screen.until(/this node has a stock circusd, or an older package, .*: run circusman-node there/);
    screen.press(`:log sleeper on ${mute}<enter>`);
    await screen.until(/goes to no file/);
  } finally {
    await Promise.all([stock.stop(), own.stop()]);
  }
});

test('from a start that failed, two keys lead to the line that says why', async () => {
  const own = await startLocalNodes({launcher: LAUNCHER, count: 2, watchers: () => broken});
  try {
    screen = openScreen([own.nodes.map(({spec}) => spec.id).join(',')]);
    await screen.until(/2 nodes {2}2 online[\s\S]*stopped[\s\S]*stopped/);
    screen.press(':start broken<enter>');
    // Where it is seen to run before it ends, it has died after its start.
    await screen.until(/0\/2 ok · (2 failed|1 died · 1 failed|2 died)/);
    screen.press('JL');
    await screen.until(lines => lines.filter(each => / err│ port 7474 is taken, giving up *$/.test(each)).length >= 2);
    screen.press('<esc>');
    await screen.until(/#1 start broken/);
  } finally {
    await own.stop();
  }
});
