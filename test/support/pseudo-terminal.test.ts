import {afterEach, expect, test} from '@jest/globals';
import {eventually} from './eventually.js';
import {openPseudoTerminal, type PseudoTerminal} from './pseudo-terminal.js';

let terminal: PseudoTerminal | undefined;
afterEach(() => terminal?.close());

test('a frame that is synchronised is looked at only when it is whole', async () => {
  terminal = openPseudoTerminal([
    '/bin/sh',
    '-c',
    String.raw`printf '\033[?2026hhead '; read go; printf 'and rows\033[?2026l'; read end`,
  ]);
  const {until, received, type} = terminal;
  const shown = until(/head/);
  await eventually(() => expect(received()).toContain('head'));
  type('\r');
  expect((await shown).join('\n')).toMatch(/and rows/);
});
