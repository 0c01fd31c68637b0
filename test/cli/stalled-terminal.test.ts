import process from 'node:process';
import {afterEach, expect, test} from '@jest/globals';
import {eventually} from '../support/eventually.js';
import {alive} from '../support/processes.js';
import {CIRCUSMAN} from '../support/screen-driver.js';
import {type PtyProgram, startPty} from '../terminal/pty-driver.js';

let pty: PtyProgram | undefined;

afterEach(() => pty?.close());

test.each(['q', 'SIGTERM'])('the program ends by %s though the terminal takes no output', async how => {
  pty = startPty([process.execPath, CIRCUSMAN, '127.0.0.1:1'], {columns: 200, rows: 50});
  await pty.until(/127\.0\.0\.1:1 .*offline/);
  pty.stall();
  // Each opens or closes the help: many times what a terminal that reads nothing takes.
  for (let times = 0; times < 60; times++) pty.type('?');
  if (how === 'q') pty.type('q');
  else process.kill(pty.pid, 'SIGTERM');
  const {pid} = pty;
  await eventually(async () => expect(await alive([pid])).toEqual([]), 5_000);
});
