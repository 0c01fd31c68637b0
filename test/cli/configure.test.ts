import {spawnSync} from 'node:child_process';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import {afterAll, afterEach, beforeAll, expect, test} from '@jest/globals';
import {openScreen, type Screen} from '../support/circusman-screen.js';
import {runCircusman} from '../support/run-circusman.js';
import {type ServiceNodes, startServiceNodes} from '../support/service-nodes.js';

/** Each node's file has its own address and number, all members, and a variable. */
const TEMPLATE = `own = {{ address }}
number = {{ identifier }}
all = {{ addresses | join(",") }}
memory = {{ memory }}
`;

let cluster: ServiceNodes;
let screen: Screen | undefined;

beforeAll(async () => {
  cluster = await startServiceNodes(3, {
    service: '[files]\n"box.conf" = "conf/box.conf"\n[variables]\nmemory = "64m"\n',
    templates: {'box.conf': TEMPLATE},
    box: () => ({cmd: 'sleep 3600'}),
  });
});
afterAll(() => cluster.stop());
afterEach(() => screen?.close());

const id = (number: number) => cluster.nodes[number - 1]?.spec.id ?? '';
const host = (number: number) => cluster.nodes[number - 1]?.spec.host ?? '';
const file = (number: number) => path.join(cluster.nodes[number - 1]?.home ?? '', 'conf/box.conf');
const written = (number: number) => readFile(file(number), 'utf8');
const wanted = (number: number, of: number, memory = '64m') => {
  const all = Array.from({length: of}, (_, index) => host(index + 1)).join(',');
  return `own = ${host(number)}\nnumber = ${number}\nall = ${all}\nmemory = ${memory}\n`;
};

async function exec(count: number, ...words: readonly string[]) {
  const set = Array.from({length: count}, (_, index) => id(index + 1)).join(',');
  const {code, out, err} = await runCircusman(['exec', '-c', set, ...words]);
  return {code, text: out, err};
}

test('each node is written its own file for the cluster as it is, and keeps its number when that grows', async () => {
  const dry = await exec(2, 'configure', '--dry-run');
  expect(dry).toMatchObject({code: 0, err: ''});
  expect(dry.text).toContain(`box conf/box.conf new on ${id(1).replace(/\.1(:\d+)?$/, '.1-2$1')} (2 nodes alike)`);
  expect(dry.text).toContain(`+own = ${host(1)}`);
  await expect(written(1)).rejects.toThrow('ENOENT');

  expect(await exec(2, 'configure')).toMatchObject({code: 0});
  expect([await written(1), await written(2)]).toEqual([wanted(1, 2), wanted(2, 2)]);

  // What was just configured is no reason to warn at the start.
  expect(await exec(3, 'configure', '--set', 'memory=1g', ';', 'start')).toMatchObject({code: 0, err: ''});
  expect(await exec(3, 'stop')).toMatchObject({code: 0});
  expect([await written(1), await written(3)]).toEqual([wanted(1, 3, '1g'), wanted(3, 3, '1g')]);

  expect(await exec(3, 'configure', '--undo', 'on', id(1))).toMatchObject({code: 0});
  expect(await written(1)).toBe(wanted(1, 2));
});

test('is refused while it runs, and a wrong variable or folder is said', async () => {
  const running = await exec(1, 'start', 'box', ';', 'configure', 'box');
  expect(running.code).toBe(1);
  expect(running.text).toMatch(/configure box on .*\n.*failed: box runs \(process \d+\); stop it first, or force it/);
  expect(await exec(1, 'stop', 'box')).toMatchObject({code: 0});

  const variable = await exec(1, 'configure', '--set', 'memry=1g');
  expect(variable).toMatchObject({code: 1, text: expect.stringMatching(/memry/)});
  const folder = await exec(1, 'configure', '--templates', '/no/such/folder');
  expect(folder.text).toContain('the templates in /no/such/folder cannot be read: there is no such folder');
});

test('holds nothing up by a pipe among the templates, and says so', async () => {
  const templates = await mkdtemp(path.join(os.tmpdir(), 'circusman-templates-'));
  await writeFile(path.join(templates, 'a.conf'), 'a');
  spawnSync('mkfifo', [path.join(templates, 'pipe.conf')]);
  const {code, text} = await exec(1, 'configure', '--templates', templates);
  await rm(templates, {recursive: true});
  expect(text).toContain(`failed: ${templates}/pipe.conf is a pipe, not a plain file: it is no template`);
  expect(code).toBe(1);
});

test('on the screen c shows what would change, and enter does it', async () => {
  await writeFile(file(1), 'own = nobody\n');
  screen = openScreen([id(1)], {columns: 120, rows: 30});
  await screen.until(/configured for 2 nodes/);
  screen.press('c');
  await screen.until(/box conf\/box\.conf changed on/);
  await screen.until(/-own = nobody/);
  await screen.until(/enter does it/);
  screen.press('\r');
  await screen.until(/#2 configure box on [^\n]*1\/1 ok/);
  expect(await written(1)).toBe(wanted(1, 1));
});
