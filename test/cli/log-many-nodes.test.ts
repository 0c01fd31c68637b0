import {createHash} from 'node:crypto';
import {mkdtempSync, readFileSync, rmSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, beforeAll, expect, test} from '@jest/globals';
import {formatNodeSet} from '../../src/model/node-set.js';
import {openScreen} from '../support/circusman-screen.js';
import {type LogNodes, startLogNodes} from '../support/log-nodes.js';
import {runCircusman} from '../support/run-circusman.js';

/** The logs of as many nodes as a cluster has, all at once. */

const NODES = 32;
const FILE = 'logs/app.log';

let cluster: LogNodes;
let set = '';
const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-log-many-'));

beforeAll(async () => {
  cluster = await startLogNodes(NODES);
  set = formatNodeSet(cluster.nodes.map(({spec}) => spec.id));
  await Promise.all(
    cluster.nodes.map(async ({watchers: [box]}, index) => {
      const time = new Date().toISOString();
      const needle = `${time.slice(0, 10)} ${time.slice(11, 23)}+0000 needle ${index} of the haystack\n`;
      await box?.writer.say(box.file(FILE), needle);
      await box?.writer.write(box.file(FILE), {lines: 2_000});
    }),
  );
});

afterAll(async () => {
  await cluster.stop();
  rmSync(folder, {recursive: true});
});

test('one screen finds the line of each that has long gone by', async () => {
  const screen = openScreen([set]);
  try {
    await screen.until(new RegExp(` ${NODES} online`));
    screen.press(`:log box --source ${FILE}<enter>`);
    await screen.until(/ line 2000 /);
    screen.press('&needle<enter>');
    await screen.until(lines => lines.filter(line => line.includes('of the haystack')).length === NODES);
    const shown = screen.lines().flatMap(line => /needle (\d+) of/.exec(line)?.[1] ?? []);
    expect(shown.map(Number).sort((one, other) => one - other)).toEqual(Array.from({length: NODES}, (_, n) => n));
  } finally {
    await screen.close();
  }
});

test('all of them are saved byte for byte', async () => {
  const saved = await runCircusman(['exec', '-c', set, 'log', 'save', folder, 'box', '--source', FILE]);
  expect({code: saved.code, err: saved.err}).toEqual({code: 0, err: ''});
  for (const {spec, watchers} of cluster.nodes) {
    const [box] = watchers;
    const written = await box?.writer.written(box.file(FILE));
    const file = readFileSync(path.join(folder, spec.id, 'box', 'logs%2Fapp.log'));
    const sha256 = createHash('sha256').update(file).digest('hex');
    expect({node: spec.id, bytes: file.length, sha256}).toEqual({
      node: spec.id,
      bytes: written?.bytes,
      sha256: written?.sha256,
    });
  }
});
