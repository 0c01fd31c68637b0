import {spawnSync} from 'node:child_process';
import {mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterEach, beforeEach, expect, test} from '@jest/globals';
import {readTemplates} from '../../src/files/templates.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-templates-'));
});
afterEach(() => rmSync(folder, {recursive: true}));

const write = (name: string, text: string) => writeFileSync(path.join(folder, name), text);

test('templates are the files of the folder, without what editors and version control leave', async () => {
  write('a.properties', 'a={{ address }}\n');
  write('a.properties~', 'old');
  write('.gitignore', 'x');
  mkdirSync(path.join(folder, 'other'));
  expect(await readTemplates(folder, 'neo4j-ha')).toEqual({'a.properties': 'a={{ address }}\n'});
});

test("the service's own sub-folder goes before the folder", async () => {
  write('a.properties', 'of all');
  mkdirSync(path.join(folder, 'titan'));
  write('titan/cassandra.yaml', 'of titan');
  expect(await readTemplates(folder, 'titan')).toEqual({'cassandra.yaml': 'of titan'});
});

test('what cannot be read is said in a sentence', async () => {
  const missing = path.join(folder, 'missing');
  expect(await readTemplates(missing, 'x')).toBe(`the templates in ${missing} cannot be read: there is no such folder`);
  expect(await readTemplates(folder, 'x')).toBe(`there is no template in ${folder}`);
  write('big', 'x'.repeat(256_001));
  expect(await readTemplates(folder, 'x')).toMatch(/big is longer than 256 kB, which no node takes$/);
  write('file', '');
  expect(await readTemplates(path.join(folder, 'file'), 'x')).toMatch(/cannot be read: it is no folder$/);
});

test.each([
  ['a pipe', (file: string) => spawnSync('mkfifo', [file]), 'is a pipe, not a plain file: it is no template'],
  ['a device', (file: string) => symlinkSync('/dev/zero', file), 'is a device, not a plain file: it is no template'],
  ['a link to nothing', (file: string) => symlinkSync('nothing', file), 'cannot be read: it is a link to nothing'],
  ['a link to itself', (file: string) => symlinkSync(file, file), 'cannot be read: its links lead round in a circle'],
])('%s among them is refused with a sentence', async (_, make, sentence) => {
  write('a.properties', 'a');
  make(path.join(folder, 'odd.conf'));
  expect(await readTemplates(folder, 'x')).toContain(`${path.join(folder, 'odd.conf')} ${sentence}`);
});

test('a link to a folder is as good as a folder, which is none of them', async () => {
  write('a.properties', 'a');
  symlinkSync('/', path.join(folder, 'link'));
  expect(await readTemplates(folder, 'x')).toEqual({'a.properties': 'a'});
});

test('a folder with very many files, or very long ones together, is refused before they are read', async () => {
  for (let number = 0; number < 34; number++) write(`${number}`, 'x'.repeat(250_000));
  expect(await readTemplates(folder, 'x')).toBe(`the templates in ${folder} are longer than 8 MB together`);
  for (let number = 0; number < 3_000; number++) write(`${number}`, '');
  expect(await readTemplates(folder, 'x')).toBe(
    `there are more than 256 files in ${folder}: name a folder that has templates alone`,
  );
});
