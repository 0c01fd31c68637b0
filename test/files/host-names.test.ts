import {mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import {afterAll, expect, test} from '@jest/globals';
import {readHostNames} from '../../src/files/host-names.js';

const folder = mkdtempSync(path.join(os.tmpdir(), 'circusman-hosts-'));
afterAll(() => rmSync(folder, {recursive: true, force: true}));

test('an address is called by the first name of the first line that has it', async () => {
  const file = path.join(folder, 'hosts');
  const lines = [
    '# machines',
    '10.0.0.1\tnode1.lab node1 # the first',
    ' 10.0.0.1 other',
    'FD00:0::1  six.lab',
    '10.0.0.2',
    '',
  ];
  writeFileSync(file, lines.join('\n'));
  expect(Object.fromEntries(await readHostNames(file))).toEqual({'10.0.0.1': 'node1.lab', 'fd00::1': 'six.lab'});
});

test('without such a file nothing has a name', async () => {
  expect(await readHostNames(path.join(folder, 'none'))).toEqual(new Map());
  expect(await readHostNames(folder)).toEqual(new Map());
});
