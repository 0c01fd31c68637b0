import {spawn} from 'node:child_process';
import {once} from 'node:events';
import os from 'node:os';
import process from 'node:process';
import {expect, test} from '@jest/globals';
import {mayRun, programIn, thisProgram} from '../../src/files/program.js';
import {eventually} from '../support/eventually.js';

test('this program runs, and so may one of another machine', () => {
  const own = thisProgram();
  expect(mayRun(own)).toBe(true);
  expect(programIn(JSON.parse(JSON.stringify(own)))).toEqual(own);
  expect(mayRun({pid: 1, started: 'never', host: 'elsewhere'})).toBe(true);
});

test('one that has another start than the process of its number is gone', () => {
  expect(mayRun({...thisProgram(), started: 'an earlier boot 1'})).toBe(false);
  expect(mayRun({pid: 4_194_305, started: null, host: os.hostname()})).toBe(false);
});

test('one that has ended is gone, though its parent has taken no note of that', async () => {
  // A shell that becomes another program waits for none of its children; this one ends only when it has become one.
  const child = 'while [ "$(ps -o comm= -p $PPID)" = sh ]; do sleep 0.01; done';
  const parent = spawn('sh', ['-c', `sh -c '${child}' & echo $!; exec sleep 60`], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  try {
    const [line] = await once(parent.stdout, 'data');
    const ended = {pid: Number(line), started: null, host: os.hostname()};
    await eventually(async () => expect(mayRun(ended)).toBe(false));
    // Its number is not free.
    expect(process.kill(ended.pid, 0)).toBe(true);
  } finally {
    parent.kill('SIGKILL');
  }
});

test('what is no program is none', () => {
  for (const value of [null, 1, {}, {pid: '1', host: 'a'}, {pid: 1}]) expect(programIn(value)).toBeNull();
});
