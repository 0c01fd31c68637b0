import process from 'node:process';
import {afterEach, expect, test} from '@jest/globals';
import {CIRCUSMAN} from '../support/circusman-screen.js';
import {openPseudoTerminal, type PseudoTerminal} from '../support/pseudo-terminal.js';

/** Nobody answers there: no demo and no test claims that network. */
const SET = '127.0.97.1-3';
const COLOURS = /\u001B\[[\d;]*m/g;

let pty: PseudoTerminal | undefined;

afterEach(() => pty?.close());

test('the Linux console gets what it knows: ASCII, 16 colours, and nothing that it would print', async () => {
  pty = openPseudoTerminal([process.execPath, CIRCUSMAN, SET, '--connect-timeout', '500ms'], {
    answers: true,
    env: {TERM: 'linux', LANG: 'en_US.UTF-8', COLORTERM: 'truecolor', CIRCUSMAN_ON_FAILURE: 'message'},
  });
  await pty.until(/3 offline/);
  pty.type(':start titan on 127.0.97.1\r');
  // The bell stands for the desktop's message.
  await pty.until(/failed: /);
  pty.type('?');
  await pty.until(/Mark all cells/);
  pty.type('\u001B');
  await pty.until(/NODE +STATE/);
  pty.type('q');
  expect(await pty.exit).toMatchObject({code: 0});
  const written = pty.received();
  expect(written).toContain('\u0007');
  expect(written).toMatch(/^[\u0000-\u007E]*$/);
  // Operating system commands and the like, and the window's title.
  expect(written).not.toMatch(/\u001B[\]PX^_]|\u001B\[[\d;]*t|\u001B\[\??c/);
  // Other colours than the first 16.
  expect((written.match(COLOURS) ?? []).filter(colour => /[34]8;[25]/.test(colour))).toEqual([]);
  // The shell goes on in an empty screen: there is no alternate one.
  expect(written).toMatch(/\u001B\[H\u001B\[J\u001B\[\?25h\u001B\[\?1049l$/);
});
