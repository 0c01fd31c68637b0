import {createHash} from 'node:crypto';
import {readFileSync} from 'node:fs';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {eventually} from './eventually.js';
import {type LogNodes, type LogWatcher, startLogNodes} from './log-nodes.js';

let nodes: LogNodes;
let box: LogWatcher;

beforeAll(async () => {
  nodes = await startLogNodes(1);
  const [node] = nodes.nodes;
  const [watcher] = node?.watchers ?? [];
  if (watcher === undefined) throw new Error('there is no watcher');
  box = watcher;
});

afterAll(() => nodes.stop());

const contentOf = (...files: readonly string[]) => Buffer.concat(files.map(file => readFileSync(file)));
const sumOf = (content: Buffer) => createHash('sha256').update(content).digest('hex');

test("a writer's file holds what it says, over rotations and without a last end of line", async () => {
  const file = box.file('logs/app.log');
  await box.writer.write(file, {lines: 3, kind: 'latin1'});
  await box.writer.rotate(file, 2);
  await box.writer.write(file, {lines: 2, kind: 'escapes', length: 2_000_000});
  await box.writer.rotate(file, 2);
  const {sha256, lines, bytes} = await box.writer.say(file, 'the end');
  const content = contentOf(`${file}.2`, `${file}.1`, file);
  expect({lines, bytes: content.length, sha256: sumOf(content)}).toEqual({lines: 5, bytes, sha256});
  expect(content.toString('latin1').split('\n', 1)[0]).toMatch(
    /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d\.\d{3}\+0000 INFO {2}line 1 Füße/,
  );
});

test('circusd writes what it says to a stream, as fast as it was told', async () => {
  await box.writer.setRate('stdout', {lines: 2_000, length: 80});
  await eventually(() => expect(contentOf(box.file('stdout')).toString()).toMatch(/ line 500 /));
  const {sha256} = await box.writer.setRate('stdout', {lines: 0});
  await eventually(() => expect(sumOf(contentOf(box.file('stdout')))).toBe(sha256));
});
