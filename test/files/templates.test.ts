import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
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
