import process from 'node:process';
import {afterEach, expect, test} from '@jest/globals';
import {CIRCUSMAN, openScreen, type Screen} from '../support/circusman-screen.js';
import {processTree} from '../support/processes.js';

let screen: Screen | undefined;

afterEach(() => screen?.close());

test('a stop leaves the terminal to the shell, and fg brings the screen back, which heeds keys', async () => {
  screen = openScreen([], {program: ['bash', '--norc', '--noprofile', '--noediting', '-i']});
  screen.press(`'${process.execPath}' '${CIRCUSMAN}' 127.0.0.1:1<enter>`);
  await screen.until(/127\.0\.0\.1:1 .*offline/);
  expect(screen.modes()).toEqual({isAlternate: true, isCursorHidden: true});
  const [, circusman = Number.NaN] = await processTree(screen.pid);
  process.kill(circusman, 'SIGTSTP');
  await screen.until(/Stopped/);
  expect(screen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
  screen.press('fg<enter>');
  await screen.until(/^circusman +1 node .*1 offline/);
  expect(screen.modes()).toEqual({isAlternate: true, isCursorHidden: true});
  screen.press(':start');
  await screen.until(/^:start/m);
  screen.press('<ctrl-u><esc>');
  await screen.until(/ : command/);
  screen.press('q');
  await screen.until(/Stopped/, 'what the shell showed before');
  expect(screen.modes()).toEqual({isAlternate: false, isCursorHidden: false});
});

test('the same for a program that a parent in its job has started, as npm does, again and again', async () => {
  screen = openScreen([], {program: ['bash', '--norc', '--noprofile', '--noediting', '-i']});
  screen.press(`sh -c '"${process.execPath}" "${CIRCUSMAN}" 127.0.0.1:1; :'<enter>`);
  for (let round = 1; round <= 4; round++) {
    await screen.until(/^circusman +1 node .*1 offline/);
    screen.press('<ctrl-z>');
    await screen.until(() => screen?.modes().isAlternate === false, 'the terminal as it was found');
    await screen.until(lines => lines.filter(line => line.includes('Stopped')).length === round, 'what the shell says');
    screen.press('fg<enter>');
  }
  await screen.until(/^circusman +1 node .*1 offline/);
});
